// A result out of the text of a file: of scenarios, of load, or what is wrong with it.
import type { LoadResult } from '../../load/load-result.ts';
import { MAX_RESULT_BYTES, parseResult } from '../../load/read-result.ts';
import { type ScenarioReport, scenarioReportSchema } from './scenario-report.ts';

export type ResultFile =
  | { readonly kind: 'load'; readonly name: string; readonly text: string; readonly result: LoadResult }
  | { readonly kind: 'scenarios'; readonly name: string; readonly text: string; readonly report: ScenarioReport }
  | { readonly kind: 'not-json' | 'other' | 'too-large'; readonly name: string }
  | { readonly kind: 'damaged'; readonly name: string; readonly why: string };

export const MAX_FILE_MEGABYTES = MAX_RESULT_BYTES / 1_048_576;

/** What this file of somebody's is; it is not read where it is too large. */
export const readFile = async (file: File): Promise<ResultFile> =>
  file.size > MAX_RESULT_BYTES ? { kind: 'too-large', name: file.name } : readText(file.name, await file.text());

export const readText = (name: string, text: string): ResultFile => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Told by its kind, in the words of the page.
    return { kind: 'not-json', name };
  }
  const members = typeof json === 'object' && json !== null ? json : {};
  if ('kind' in members && members.kind === 'banknet-load-result') {
    const result = parseResult(text);
    return result.ok
      ? { kind: 'load', name, text, result: result.value }
      : { kind: 'damaged', name, why: result.failure };
  }
  if (!('scenarios' in members && 'stage' in members)) return { kind: 'other', name };
  const report = scenarioReportSchema.safeParse(json);
  if (report.success) return { kind: 'scenarios', name, text, report: report.data };
  const [issue] = report.error.issues;
  return { kind: 'damaged', name, why: `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}` };
};
