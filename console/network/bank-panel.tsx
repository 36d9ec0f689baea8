// One bank, opened: how it is, its faults, its settings, its last calls.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { BANKS } from '../../core/banks.ts';
import { say } from '../language.ts';
import { overview } from '../live/overview.ts';
import { goTo, hrefOf } from '../routes.ts';
import { BankFiguresList, bankName, StateTag } from './bank-card.tsx';
import { BankFaults } from './bank-faults.tsx';
import { BankSettings } from './bank-settings.tsx';
import { BANK_WORDS } from './bank-words.ts';
import { issuerOf, issuers } from './banks-set.ts';
import { LastCalls } from './last-calls.tsx';

const Content = ({ code }: { readonly code: string }): JSX.Element => {
  const words = say(BANK_WORDS);
  const issuer = issuerOf(code);
  if (issuer === undefined) {
    const isUnknown = issuers.value.length > 0 && overview.value !== undefined;
    return <p class={isUnknown ? 'notice bad' : 'nothing'}>{isUnknown ? words.unknown(code) : '…'}</p>;
  }
  return (
    <>
      <p class="soft">
        {words.at} <span class="mono">{issuer.url}</span>
      </p>
      <BankFiguresList code={code} />
      {issuer.kind === 'real' ? (
        <p class="notice">{words.real(issuer.url)}</p>
      ) : (
        <>
          <BankFaults issuer={issuer} />
          <BankSettings issuer={issuer} />
        </>
      )}
      <LastCalls code={code} />
    </>
  );
};

export const BankPanel = ({ code }: { readonly code: string }): JSX.Element => {
  const words = say(BANK_WORDS);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [code]);
  const bank = BANKS.find((one) => one.code === code);
  return (
    <section
      class="card network-panel stack"
      aria-labelledby="bank-name"
      data-panel={code}
      onKeyDown={({ key, target }) => {
        // In a field it belongs to the field.
        if (key === 'Escape' && !(target instanceof Element && target.matches('input, select'))) goTo('network');
      }}
    >
      <div class="network-panel-head spread">
        <h2 id="bank-name" ref={heading} tabIndex={-1}>
          {bank === undefined ? code : bankName(bank)} <span class="mono soft">{code}</span> <StateTag code={code} />
        </h2>
        <a class="button" href={hrefOf('network')} aria-label={words.close}>
          ✕
        </a>
      </div>
      {/* A form half filled in for one bank is not one for the next. */}
      <Content key={code} code={code} />
    </section>
  );
};
