// The report.json of `banknet scenario run`, as far as this page shows it.
import { z } from 'zod';

const mismatch = z.object({ pointer: z.string(), expected: z.string(), got: z.string() });

const scenario = z.object({
  name: z.string(),
  file: z.string().optional(),
  verdict: z.enum(['passed', 'failed', 'not-run']),
  seed: z.number(),
  rules: z.array(z.string()),
  reason: z.string().optional(),
  lengthMs: z.number().optional(),
  issuerCalls: z.number().optional(),
  steps: z
    .array(
      z.object({
        step: z.number(),
        atMs: z.number(),
        what: z.string(),
        answer: z.string(),
        mismatches: z.array(mismatch),
      }),
    )
    .default([]),
  finally: z.array(mismatch).default([]),
  violations: z
    .array(z.object({ invariant: z.string(), sentence: z.string(), message: z.string(), afterStep: z.number() }))
    .default([]),
  crash: z.string().optional(),
  replay: z.string().optional(),
});
export type ReportedScenario = z.infer<typeof scenario>;

export const scenarioReportSchema = z.object({
  version: z.literal(1),
  passed: z.boolean(),
  interrupted: z.boolean(),
  stage: z.string(),
  rules: z.object({ covered: z.array(z.string()), notCovered: z.array(z.string()) }),
  scenarios: z.array(scenario),
});
export type ScenarioReport = z.infer<typeof scenarioReportSchema>;
