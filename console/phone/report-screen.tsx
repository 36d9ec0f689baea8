// The report as its owner reads it (R22): counts, cards, what is not shown and whom to ask, advice.
import type { JSX } from 'preact';
import type { ReportRead } from '../../core/app-answers.ts';
import {
  accountClassWords,
  CARD_TYPE_WORDS,
  DISPOSITION_WORDS,
  STATUS_WORDS,
  unsupportedWords,
} from '../../core/words.ts';
import { Advice } from './application-screens.tsx';
import type { PhoneState } from './flow.ts';
import { ScreenFrame } from './screen-frame.tsx';
import { APP_TEXTS, timeText } from './texts.ts';

export const ReportScreen = ({ state: { report } }: { readonly state: PhoneState }): JSX.Element | null => {
  if (report === undefined) return null;
  const { summary, generatedAt, expiresAt } = report;
  return (
    <ScreenFrame title="查询报告">
      <div class="phone-sums">
        <p>
          <strong class="number">{summary.debit}</strong>借记卡（张）
        </p>
        <p>
          <strong class="number">{summary.credit}</strong>贷记卡（张）
        </p>
      </div>
      <p class="soft number phone-center">
        生成时间 {timeText(generatedAt)}
        <br />
        保留至 {timeText(expiresAt)}，{APP_TEXTS.retention}
      </p>
      <BankCounts report={report} />
      <Cards report={report} />
      <NotShown report={report} />
      <Advice texts={report.advice} />
    </ScreenFrame>
  );
};

const BankCounts = ({ report: { summary } }: { readonly report: ReportRead }): JSX.Element => (
  <table class="phone-table number">
    <caption>概要信息</caption>
    <thead>
      <tr>
        <th scope="col">银行</th>
        <th scope="col">借记卡</th>
        <th scope="col">贷记卡</th>
      </tr>
    </thead>
    <tbody>
      {summary.banks.map(({ bank, bankName, debit, credit }) => (
        <tr key={bank} data-bank={bank} class={debit + credit === 0 ? 'phone-none' : ''}>
          <th scope="row">{bankName}</th>
          <td>{debit}</td>
          <td>{credit}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Cards = ({ report: { cards } }: { readonly report: ReportRead }): JSX.Element => (
  <>
    <h4>明细信息</h4>
    {cards.length === 0 ? <p class="soft">没有可展示的银行卡</p> : null}
    <ul class="phone-list phone-cards">
      {cards.map(({ bank, bankName, cardType, panFirst4, panLast4, accountClass, status }, at) => (
        // Two cards of a bank may show the same: their place tells them apart, and a report never changes.
        <li key={`${bank} ${at}`} class={`phone-card ${cardType.toLowerCase()}`}>
          <span class="spread">
            <strong>{bankName}</strong>
            <span>
              {CARD_TYPE_WORDS[cardType]}
              {accountClass === undefined ? '' : `（${accountClassWords(accountClass)}）`}
            </span>
          </span>
          <span class="phone-pan number">
            {panFirst4} **** **** {panLast4}
          </span>
          <span class="soft">{status === undefined ? '' : STATUS_WORDS[status]}</span>
        </li>
      ))}
    </ul>
  </>
);

const NotShown = ({ report: { banks } }: { readonly report: ReportRead }): JSX.Element | null => {
  const rows = banks.filter(({ disposition, unsupported }) => disposition !== 'DELIVERED' || unsupported.length > 0);
  if (rows.length === 0) return null;
  return (
    <>
      <h4>未能展示</h4>
      <ul class="phone-list phone-lines">
        {rows.map(({ bank, bankName, disposition, unsupported, contact }) => (
          <li key={bank} data-bank={bank}>
            <strong>{bankName}</strong>：
            {disposition === 'DELIVERED' ? unsupportedWords(unsupported) : DISPOSITION_WORDS[disposition]}
            <p class="soft">{contact}</p>
          </li>
        ))}
      </ul>
    </>
  );
};
