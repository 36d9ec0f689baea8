// The phone as a thing: frame, status bar, short messages that slide in, what has to be acknowledged, and one screen.
import type { ComponentType, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { AcceptedScreen, BanksScreen, CodeScreen, ConsentScreen, FaceScreen } from './application-screens.tsx';
import { customer, isChoosing } from './customer.ts';
import { HomeScreen, MessagesScreen, SignInScreen } from './entry-screens.tsx';
import { codeIn, newsOf, type PhoneState, type ScreenName } from './flow.ts';
import { dispatch, networkNowMs, open, phone, trouble } from './phone-app.ts';
import { LookupScreen, PasswordScreen, RecordScreen } from './record-screens.tsx';
import { ReportScreen } from './report-screen.tsx';
import { clockText } from './texts.ts';

const SCREENS: Readonly<Record<ScreenName, ComponentType<{ readonly state: PhoneState }>>> = {
  'sign-in': SignInScreen,
  home: HomeScreen,
  messages: MessagesScreen,
  lookup: LookupScreen,
  consent: ConsentScreen,
  banks: BanksScreen,
  face: FaceScreen,
  code: CodeScreen,
  accepted: AcceptedScreen,
  record: RecordScreen,
  password: PasswordScreen,
  report: ReportScreen,
};

export const Device = (): JSX.Element => {
  const state = phone.value;
  const Screen = SCREENS[state.screen];
  const place = useRef<HTMLDivElement>(null);
  useScreenFocus(place, state);
  return (
    <div class="phone" lang="zh-CN" data-screen={state.screen}>
      <div class="phone-glass" ref={place}>
        <StatusBar />
        <Offline />
        <div class="phone-body" inert={state.dialog !== undefined} aria-busy={state.isBusy} key={state.screen}>
          {customer.value === undefined || isChoosing.value ? <p class="nothing">…</p> : <Screen state={state} />}
        </div>
        <News state={state} />
        <Acknowledgement state={state} />
      </div>
    </div>
  );
};

/**
 * Whoever goes on by keyboard, or hears the page read, goes on at the top of the new screen: but only where they were
 * in the phone before.
 */
const useScreenFocus = (place: { readonly current: HTMLDivElement | null }, state: PhoneState): void => {
  const { screen, dialog } = state;
  const news = newsOf(state)?.text;
  const before = useRef<ScreenName>(screen);
  const wasInside = useRef(false);
  useEffect(() => {
    const hears = ({ target }: FocusEvent): void => {
      wasInside.current = target instanceof Node && place.current?.contains(target) === true;
    };
    document.addEventListener('focusin', hears);
    return () => document.removeEventListener('focusin', hears);
  }, [place]);
  useEffect(() => {
    const isNew = before.current !== screen;
    before.current = screen;
    // What had the focus was taken off the screen.
    const isLost = document.activeElement === document.body;
    if (dialog !== undefined || !wasInside.current || !(isNew || isLost)) return;
    // The field, where the screen is for typing; else its title.
    [...(place.current?.querySelectorAll<HTMLElement>('[data-start]') ?? [])].at(-1)?.focus();
  }, [screen, dialog, news, place]);
};

const StatusBar = (): JSX.Element => (
  <div class="phone-status">
    <span class="number">{networkNowMs.value === undefined ? '--:--' : clockText(networkNowMs.value)}</span>
    <span>{trouble.value === undefined ? '5G' : '无服务'}</span>
  </div>
);

const Offline = (): JSX.Element => (
  <p class="phone-offline" role="status" hidden={trouble.value === undefined}>
    {trouble.value ?? ''}
  </p>
);

/** The newest short message. A code is put where it belongs; any other opens the messages. */
const News = ({ state }: { readonly state: PhoneState }): JSX.Element => {
  const news = newsOf(state);
  const code = news === undefined || state.screen !== 'code' ? undefined : codeIn(news.text);
  const take = (): void => {
    if (code === undefined) open('messages');
    else dispatch({ type: 'typed', field: 'code', digits: code });
    dispatch({ type: 'messages-seen' });
  };
  return (
    <div class="phone-news" role="status" inert={state.dialog !== undefined}>
      {news === undefined ? null : (
        <div class="phone-message" key={news.at}>
          <button type="button" class="quiet phone-message-text" onClick={take}>
            <span class="phone-message-head">
              <strong>短信</strong>
              <span>{code === undefined ? '点按查看' : '点按填入验证码'}</span>
            </span>
            <span>{news.text}</span>
          </button>
          <button type="button" class="quiet" aria-label="收起短信" onClick={() => dispatch({ type: 'messages-seen' })}>
            <span aria-hidden="true">✕</span>
          </button>
        </div>
      )}
    </div>
  );
};

const Acknowledgement = ({ state }: { readonly state: PhoneState }): JSX.Element | null => {
  const button = useRef<HTMLButtonElement>(null);
  const { dialog } = state;
  useEffect(() => {
    if (dialog !== undefined) button.current?.focus();
  }, [dialog]);
  if (dialog === undefined) return null;
  const dismiss = (): void => dispatch({ type: 'dismissed' });
  return (
    <div class="phone-veil">
      <div
        class="phone-dialog"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="phone-dialog-text"
        aria-describedby="phone-dialog-more"
        onKeyDown={({ key }) => {
          if (key === 'Escape') dismiss();
        }}
      >
        <p id="phone-dialog-text">{dialog.text}</p>
        <div id="phone-dialog-more">
          {dialog.notes.map((note) => (
            <p key={note} class="number">
              {note}
            </p>
          ))}
          <code>{dialog.code}</code>
        </div>
        <button type="button" class="primary" ref={button} onClick={dismiss}>
          确定
        </button>
      </div>
    </div>
  );
};
