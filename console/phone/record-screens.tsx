// What has become of queries: the service's page with the records, one record bank by bank, and the payment password
// before a report.
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { DISPOSITION_WORDS } from '../../core/words.ts';
import { DigitField, isComplete } from './digit-field.tsx';
import type { PhoneState } from './flow.ts';
import { dispatch, looksFirst, open, openRecord, phone, viewReport } from './phone-app.ts';
import { ScreenFrame } from './screen-frame.tsx';
import { APP_TEXTS, bankNameOf, PENDING_TEXT, STATUS_TEXTS, timeText } from './texts.ts';

interface ScreenProps {
  readonly state: PhoneState;
}

const STATUS_TONES = { RUNNING: 'calm', READY: 'good', FAILED: 'bad', EXPIRED: '' } as const;
const DISPOSITION_TONES = {
  PENDING: 'calm',
  DELIVERED: 'good',
  DENIED: 'warn',
  FAILED: 'bad',
  TIMEOUT: 'bad',
} as const;

export const LookupScreen = ({ state: { records, isBusy } }: ScreenProps): JSX.Element => {
  const hasRecords = records !== undefined && records.length > 0;
  return (
    <ScreenFrame
      title={APP_TEXTS.lookup}
      foot={
        <button
          type="button"
          class="primary"
          onClick={() => dispatch({ type: 'new-query', looksFirst: looksFirst.value })}
        >
          {APP_TEXTS.newQuery}
        </button>
      }
    >
      {hasRecords ? <h4>{APP_TEXTS.records}</h4> : <Introduction />}
      <ul class="phone-list">
        {(records ?? []).map(({ queryId, status, message, acceptedAt, banks, expiresAt }) => (
          <li key={queryId}>
            <button type="button" class="phone-item" disabled={isBusy} onClick={() => void openRecord(queryId)}>
              <span class="spread">
                <strong class="number">{timeText(acceptedAt)}</strong>
                <span class={`tag ${STATUS_TONES[status]}`}>{message ?? STATUS_TEXTS[status]}</span>
              </span>
              <span class="soft number">
                {banks.length} 家银行
                {status === 'READY' && expiresAt !== undefined ? `，保留至 ${timeText(expiresAt)}` : ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </ScreenFrame>
  );
};

const Introduction = (): JSX.Element => (
  <div class="phone-text">
    <p class="phone-brand">{APP_TEXTS.lookup}</p>
    <p>一次申请，查询您在多家银行名下的银行卡。</p>
    <ol>
      <li>阅读授权，选择银行</li>
      <li>人脸识别和短信验证</li>
      <li>24小时内生成报告，短信通知</li>
      <li>输入支付密码查看，{APP_TEXTS.retention}</li>
    </ol>
  </div>
);

export const RecordScreen = ({ state: { record } }: ScreenProps): JSX.Element | null => {
  if (record === undefined) return null;
  const { status, message, acceptedAt, generatedAt, expiresAt, banks } = record;
  const done = banks.filter(({ disposition }) => disposition !== 'PENDING').length;
  return (
    <ScreenFrame
      title="查询详情"
      foot={
        <button type="button" class={status === 'READY' ? 'primary' : ''} onClick={() => open('password')}>
          {APP_TEXTS.viewReport}
        </button>
      }
    >
      <p class="phone-headline" role="status">
        <span class={`tag ${STATUS_TONES[status]}`}>{message ?? STATUS_TEXTS[status]}</span>
      </p>
      <dl class="phone-facts">
        <dt>申请时间</dt>
        <dd class="number">{timeText(acceptedAt)}</dd>
        <dt>生成时间</dt>
        <dd class="number">{generatedAt === undefined ? '—' : timeText(generatedAt)}</dd>
        <dt>保留至</dt>
        <dd class="number">{expiresAt === undefined ? '—' : timeText(expiresAt)}</dd>
      </dl>
      <h4 class="number">
        银行反馈 {done} / {banks.length}
      </h4>
      <ul class="phone-list phone-lines">
        {banks.map(({ bank, disposition }) => (
          <li key={bank} class="spread">
            <span>{bankNameOf(bank)}</span>
            <span class={`tag ${DISPOSITION_TONES[disposition]}`}>
              {disposition === 'PENDING' ? PENDING_TEXT : DISPOSITION_WORDS[disposition]}
            </span>
          </li>
        ))}
      </ul>
    </ScreenFrame>
  );
};

/** The sixth digit sends it. */
export const PasswordScreen = ({ state: { password, isBusy } }: ScreenProps): JSX.Element => {
  useEffect(() => {
    if (isComplete(password) && phone.peek().dialog === undefined) void viewReport();
  }, [password]);
  return (
    <ScreenFrame title="支付密码">
      <p>请输入支付密码，验证通过后方可浏览报告内容。</p>
      <DigitField
        label="支付密码"
        digits={password}
        isSecret
        isDisabled={isBusy}
        hasKeys
        onDigits={(digits) => dispatch({ type: 'typed', field: 'password', digits })}
      />
    </ScreenFrame>
  );
};
