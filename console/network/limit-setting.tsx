// A setting of a bank that it may have or not, a few figures each: its capacity, its rate limit.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { say } from '../language.ts';
import type { Problem } from '../live/control.ts';
import { bodyOf, complaintAbout, type Field, otherComplaints, type Typed } from '../ui/field-form.ts';
import { Complaint, FieldRow } from '../ui/field-row.tsx';
import type { Issuer } from '../wire/issuers.ts';
import { BANK_WORDS } from './bank-words.ts';
import { changeBank } from './banks-set.ts';

const LIMITS = {
  capacity: [
    { path: 'servers', kind: 'number' },
    { path: 'queue', kind: 'number' },
    { path: 'service/p50', kind: 'duration' },
    { path: 'service/p99', kind: 'duration' },
  ],
  rateLimit: [
    { path: 'perSecond', kind: 'number' },
    { path: 'burst', kind: 'number' },
  ],
} as const satisfies Readonly<Record<string, readonly Field[]>>;

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  servers: '8',
  queue: '200',
  'service/p50': '30ms',
  'service/p99': '120ms',
  perSecond: '50',
  burst: '100',
};

/** As texts by path; a service time that is always the same is its median. */
const typedOf = (written: Readonly<Record<string, unknown>> | undefined): Typed => {
  const { service, ...rest } = written ?? {};
  const { fixed, ...times }: Readonly<Record<string, unknown>> = Object(service);
  const texts = { ...rest, 'service/p50': fixed, ...Object.fromEntries(Object.entries(times).map(below('service'))) };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([path, one]) => (one === undefined ? [] : [[path, `${one}`]])),
  );
};

const below =
  (name: string) =>
  ([key, value]: [string, unknown]): [string, unknown] => [`${name}/${key}`, value];

export interface LimitSettingProps {
  readonly issuer: Issuer;
  readonly member: keyof typeof LIMITS;
}

export const LimitSetting = ({ issuer, member }: LimitSettingProps): JSX.Element => {
  const words = say(BANK_WORDS);
  const written = issuer.settings[member];
  const [draft, setDraft] = useState<Typed>();
  const [problem, setProblem] = useState<Problem>();
  const typed = draft ?? typedOf(written);
  const fields: readonly Field[] = LIMITS[member];
  const send = async (value: unknown): Promise<void> => {
    const answer = await changeBank(issuer.code, '', { method: 'PATCH', body: { [member]: value } });
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setDraft(undefined);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void send(bodyOf(fields, typed));
  };
  return (
    <form class="network-setting stack" aria-label={words[member]} onSubmit={submit}>
      <div class="spread">
        <h4>{words[member]}</h4>
        <button type="button" class="quiet" disabled={written === undefined} onClick={() => void send(null)}>
          {words.unlimited}
        </button>
      </div>
      <p class="soft">{member === 'capacity' ? words.capacityHint : words.rateLimitHint}</p>
      <div class="network-fields">
        {fields.map(({ path }) => (
          <FieldRow
            key={path}
            label={words.fields[path] ?? path}
            value={typed[path] ?? ''}
            placeholder={PLACEHOLDERS[path]}
            complaint={complaintAbout(problem, path, `/${member}`)}
            onInput={(text) => setDraft({ ...typed, [path]: text })}
          />
        ))}
        <button type="submit">{words.set}</button>
      </div>
      {otherComplaints(problem, fields, `/${member}`).map((line) => (
        <Complaint key={line} text={line} />
      ))}
    </form>
  );
};
