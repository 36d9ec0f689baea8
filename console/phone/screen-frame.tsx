// What every screen of the app has: a bar with its title and the way back, and one thing to do below.
import type { ComponentChildren, JSX } from 'preact';
import { dispatch } from './phone-app.ts';
import { APP_TEXTS } from './texts.ts';

interface FrameProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Stays below while the rest is scrolled. */
  readonly foot?: ComponentChildren;
  readonly hasBack?: boolean;
}

export const ScreenFrame = ({ title, children, foot, hasBack = true }: FrameProps): JSX.Element => (
  <>
    <div class="phone-bar">
      {hasBack ? (
        <button type="button" class="quiet phone-back" onClick={() => dispatch({ type: 'left' })}>
          <span aria-hidden="true">‹</span>
          {APP_TEXTS.back}
        </button>
      ) : null}
      <h3 tabIndex={-1} data-start>
        {title}
      </h3>
    </div>
    {/* Can be scrolled by keyboard, wherever nothing in it can be reached. */}
    <section class="phone-scroll" aria-label={title} tabIndex={0}>
      {children}
    </section>
    {foot === undefined ? null : <div class="phone-foot">{foot}</div>}
  </>
);
