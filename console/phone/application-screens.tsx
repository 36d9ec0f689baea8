// Applying, screen by screen: authorisation, banks, face, code, and that the query has begun.
import type { JSX } from 'preact';
import { DigitField, isComplete } from './digit-field.tsx';
import type { FaceSample, PhoneState } from './flow.ts';
import { apply, banks, consent, dispatch, networkNowMs, open, sendCode } from './phone-app.ts';
import { ScreenFrame } from './screen-frame.tsx';
import { APP_TEXTS, CONSENT_TEXTS, FRAUD_ADVICE } from './texts.ts';

interface ScreenProps {
  readonly state: PhoneState;
}

export const ConsentScreen = ({ state: { consented, isBusy } }: ScreenProps): JSX.Element => (
  <ScreenFrame
    title="用户授权"
    foot={
      <>
        <label class="phone-check">
          <input
            type="checkbox"
            checked={consented}
            onChange={({ currentTarget }) => dispatch({ type: 'consented', accepted: currentTarget.checked })}
          />
          我已阅读并同意以上授权
        </label>
        <button type="button" class="primary" disabled={!consented || isBusy} onClick={() => void consent()}>
          同意并继续
        </button>
      </>
    }
  >
    <h4>个人银行卡查询授权书</h4>
    <ol class="phone-text">
      {CONSENT_TEXTS.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ol>
    <Advice texts={FRAUD_ADVICE} />
  </ScreenFrame>
);

/** Warnings against fraud (R27). */
export const Advice = ({ texts }: { readonly texts: readonly string[] }): JSX.Element => (
  <div class="phone-advice">
    <h4>安全提示</h4>
    {texts.map((text) => (
      <p key={text}>{text}</p>
    ))}
  </div>
);

export const BanksScreen = ({ state: { banks: chosen } }: ScreenProps): JSX.Element => {
  const codes = banks.value.map(({ bank }) => bank);
  const taken = new Set(chosen === 'ALL' ? codes : chosen);
  const choose = (bank: string, isTaken: boolean): void => {
    const now = codes.filter((code) => (code === bank ? isTaken : taken.has(code)));
    dispatch({ type: 'chose', banks: now.length === codes.length ? 'ALL' : now });
  };
  return (
    <ScreenFrame
      title="银行选择"
      foot={
        <>
          <label class="phone-check">
            <input
              type="checkbox"
              checked={chosen === 'ALL'}
              onChange={({ currentTarget }) => dispatch({ type: 'chose', banks: currentTarget.checked ? 'ALL' : [] })}
            />
            全选（已选 {taken.size} 家）
          </label>
          <button type="button" class="primary" disabled={taken.size === 0} onClick={() => open('face')}>
            下一步
          </button>
        </>
      }
    >
      <fieldset class="phone-banks">
        <legend>请选择本次查询的商业银行</legend>
        {banks.value.map(({ bank, bankName }) => (
          <label key={bank} class="phone-check">
            <input
              type="checkbox"
              checked={taken.has(bank)}
              onChange={({ currentTarget }) => choose(bank, currentTarget.checked)}
            />
            {bankName}
          </label>
        ))}
      </fieldset>
    </ScreenFrame>
  );
};

const FACES: readonly (readonly [FaceSample, string])[] = [
  ['match', '本人刷脸'],
  ['mismatch', '他人刷脸'],
];

export const FaceScreen = (_props: ScreenProps): JSX.Element => (
  <ScreenFrame
    title="人脸识别"
    foot={FACES.map(([sample, text]) => (
      <button
        type="button"
        key={sample}
        class={sample === 'match' ? 'primary' : ''}
        onClick={() => dispatch({ type: 'face-taken', sample })}
      >
        {text}
      </button>
    ))}
  >
    <p class="phone-face" aria-hidden="true" />
    <p class="phone-center">请正对手机，确保光线充足</p>
    <p class="phone-center soft">模拟：不使用摄像头，不采集任何图像。</p>
  </ScreenFrame>
);

export const CodeScreen = ({ state }: ScreenProps): JSX.Element => {
  const { code, isBusy, verificationId, resendAtMs } = state;
  const isVerified = verificationId !== undefined;
  const waitMs = resendAtMs === undefined ? 0 : resendAtMs - (networkNowMs.value ?? 0);
  const waitSeconds = Math.max(0, Math.ceil(waitMs / 1000));
  return (
    <ScreenFrame
      title="短信验证码"
      foot={
        <button
          type="button"
          class="primary"
          disabled={isBusy || !(isVerified || isComplete(code))}
          onClick={() => void apply()}
        >
          {APP_TEXTS.apply}
        </button>
      }
    >
      {isVerified ? (
        <p class="phone-center">身份核验已通过，可直接提交申请。</p>
      ) : (
        <>
          <p>验证码将发送至您的注册手机号。</p>
          <DigitField
            label="短信验证码"
            digits={code}
            isSecret={false}
            isDisabled={isBusy}
            onDigits={(digits) => dispatch({ type: 'typed', field: 'code', digits })}
          />
          {/* It can be tried before its time: the network says then what it says. */}
          <button type="button" class="number" disabled={isBusy} onClick={() => void sendCode()}>
            {waitSeconds > 0 ? `重新获取（${waitSeconds} 秒）` : '获取验证码'}
          </button>
        </>
      )}
    </ScreenFrame>
  );
};

export const AcceptedScreen = ({ state: { accepted } }: ScreenProps): JSX.Element => (
  <ScreenFrame
    title={accepted?.title ?? APP_TEXTS.applied}
    hasBack={false}
    foot={
      <button type="button" class="primary" onClick={() => dispatch({ type: 'left' })}>
        {APP_TEXTS.back}
      </button>
    }
  >
    <p class="phone-tick" aria-hidden="true">
      ✓
    </p>
    <p class="phone-headline">{accepted?.title}</p>
    <p class="phone-center">{accepted?.message}</p>
    <Advice texts={accepted?.advice ?? []} />
  </ScreenFrame>
);
