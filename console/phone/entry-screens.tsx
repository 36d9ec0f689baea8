// The app before the service: registering and signing in, its first page, the phone's short messages.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { maskIdNumber, maskMobile } from '../../core/mask.ts';
import { customer } from './customer.ts';
import type { PhoneState } from './flow.ts';
import { enter, open, signOut } from './phone-app.ts';
import { ScreenFrame } from './screen-frame.tsx';
import { APP_TEXTS, bankNameOf, SYNTHETIC_PASSWORD, timeText } from './texts.ts';

interface ScreenProps {
  readonly state: PhoneState;
}

export const SignInScreen = ({ state: { isBusy } }: ScreenProps): JSX.Element => {
  const [password, setPassword] = useState(SYNTHETIC_PASSWORD);
  const who = customer.value;
  const register = (
    <button
      type="submit"
      class={who?.registered === true ? '' : 'primary'}
      disabled={isBusy}
      onClick={() => void enter('register', password)}
    >
      注册
    </button>
  );
  return (
    <ScreenFrame title="登录 / 注册" hasBack={false}>
      <p class="phone-brand">{APP_TEXTS.app}</p>
      <p class="soft">实名用户方可使用“{APP_TEXTS.lookup}”</p>
      <dl class="phone-facts">
        <dt>姓名</dt>
        <dd>{who?.name}</dd>
        <dt>身份证号</dt>
        <dd class="number">{maskIdNumber(who?.idNumber ?? '')}</dd>
        <dt>手机号</dt>
        <dd class="number">{maskMobile(who?.mobile ?? '')}</dd>
        <dt>绑定的银行卡</dt>
        <dd class="number">
          {bankNameOf(who?.boundCard.bank)} 尾号 {who?.boundCard.last4}
        </dd>
      </dl>
      <form class="stack" onSubmit={(event) => event.preventDefault()}>
        <label class="stack phone-label">
          支付密码（6位数字，合成数据已预填）
          <input
            type="password"
            inputMode="numeric"
            autocomplete="off"
            maxLength={6}
            value={password}
            onInput={({ currentTarget }) => setPassword(currentTarget.value)}
          />
        </label>
        {who?.registered === true ? null : register}
        <button
          type="submit"
          class={who?.registered === true ? 'primary' : ''}
          disabled={isBusy}
          onClick={() => void enter('sign-in', password)}
        >
          登录
        </button>
        {who?.registered === true ? register : null}
      </form>
    </ScreenFrame>
  );
};

export const HomeScreen = ({ state }: ScreenProps): JSX.Element => (
  <ScreenFrame title={APP_TEXTS.app} hasBack={false}>
    <p class="phone-welcome">您好，{customer.value?.name}</p>
    <h4>{APP_TEXTS.services}</h4>
    <div class="phone-tiles">
      <button type="button" onClick={() => open('lookup')}>
        <span class="phone-icon" aria-hidden="true">
          卡
        </span>
        {APP_TEXTS.lookup}
      </button>
      <button type="button" onClick={() => open('messages')}>
        <span class="phone-icon" aria-hidden="true">
          信
        </span>
        短信（{state.messages?.length ?? 0}）
      </button>
    </div>
    <button type="button" class="quiet" onClick={signOut}>
      退出登录
    </button>
  </ScreenFrame>
);

export const MessagesScreen = ({ state: { messages = [] } }: ScreenProps): JSX.Element => (
  <ScreenFrame title="短信">
    {messages.length === 0 ? <p class="nothing">没有短信</p> : null}
    <ul class="phone-list">
      {messages.toReversed().map(({ text, at }) => (
        <li key={`${at} ${text}`} class="phone-item">
          <span class="soft number">{timeText(at)}</span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
    <button type="button" onClick={() => open('lookup')}>
      打开{APP_TEXTS.app}“{APP_TEXTS.lookup}”
    </button>
  </ScreenFrame>
);
