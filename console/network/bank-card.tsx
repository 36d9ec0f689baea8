// One bank at a glance.
import type { JSX } from 'preact';
import type { Bank } from '../../core/banks.ts';
import { language, say } from '../language.ts';
import { isFresh } from '../live/overview.ts';
import { hrefOf, route } from '../routes.ts';
import type { BankFigures, BankState } from './bank-figures.ts';
import { incidents, issuerOf } from './banks-set.ts';
import { faultTitle } from './fault-title.ts';
import { msText, rateText } from './figure-text.ts';
import { figures } from './glance.ts';
import { SparkPlot } from './spark-plot.tsx';
import { GLANCE_WORDS } from './words.ts';

const TONES: Readonly<Record<BankState, string>> = {
  well: 'good',
  quiet: '',
  slow: 'warn',
  failing: 'warn',
  circuit: 'bad',
  down: 'bad',
};
/** More would make one card higher than the others. */
const MAX_TAGS = 3;

export const bankName = ({ shortNameZh, nameEn }: Bank): string => (language.value === 'zh' ? shortNameZh : nameEn);

export const StateTag = ({ code }: { readonly code: string }): JSX.Element | null => {
  const words = say(GLANCE_WORDS);
  const state = figures.value.get(code)?.state;
  if (state === undefined) return <span class="network-state">…</span>;
  return (
    <span class={`network-state ${TONES[state]}`} title={words.stateHints[state]}>
      {words.states[state]}
    </span>
  );
};

const UNKNOWN: BankFigures = { state: 'quiet', callsPerSecond: 0, failedPerSecond: 0, p50Ms: null, p99Ms: null };

export const BankFiguresList = ({ code }: { readonly code: string }): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const { callsPerSecond, failedPerSecond, p50Ms, p99Ms } = figures.value.get(code) ?? UNKNOWN;
  const shown = [
    [words.rate, rateText(callsPerSecond), ''],
    [words.failed, rateText(failedPerSecond), failedPerSecond > 0 ? 'network-bad' : ''],
    ['p50', msText(p50Ms), 'network-p50'],
    ['p99', msText(p99Ms), 'network-p99'],
  ] as const;
  return (
    <dl class={`network-figures number ${isFresh.value ? '' : 'old'}`}>
      {shown.map(([name, value, tone]) => (
        <div key={name} class={tone}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

/** What is wrong with a bank by somebody's wish: faults of its own, and incidents. */
const tagsOf = (code: string): readonly string[] => {
  const issuer = issuerOf(code);
  const over = incidents.value.filter(({ name }) => issuer?.incidents.includes(name));
  return [...(issuer?.faults ?? []), ...over].map(faultTitle);
};

const FaultTags = ({ code }: { readonly code: string }): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const tags = tagsOf(code);
  return (
    <ul class="network-tags" aria-label={words.faults}>
      {tags.slice(0, MAX_TAGS).map((tag, at) => (
        <li key={`${tag}${at}`} class="tag warn">
          {tag}
        </li>
      ))}
      {tags.length > MAX_TAGS && <li class="tag">{words.more(tags.length - MAX_TAGS)}</li>}
    </ul>
  );
};

export const BankCard = ({ bank }: { readonly bank: Bank }): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const { code } = bank;
  const isOpen = route.value.part === code;
  const state = figures.value.get(code)?.state ?? 'quiet';
  return (
    <li class="card network-bank" data-bank={code} data-state={state} data-tone={TONES[state]}>
      <div class="network-bank-head">
        <a href={hrefOf('network', code)} aria-current={isOpen ? 'true' : undefined} title={bankName(bank)}>
          {bankName(bank)}
        </a>
        <span class="mono soft">{code}</span>
      </div>
      <div class={`network-bank-state ${isFresh.value ? '' : 'old'}`}>
        <StateTag code={code} />
        {issuerOf(code)?.kind === 'real' && <span class="tag calm">{words.states.real}</span>}
        <FaultTags code={code} />
      </div>
      <SparkPlot code={code} />
      <BankFiguresList code={code} />
    </li>
  );
};
