// The page "phone": the customer's phone in the middle, who holds it on one side, the tester's means on the other.
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { say } from '../language.ts';
import { Device } from './device.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { followPhone } from './phone-app.ts';
import { TesterPanel } from './tester-panel.tsx';
import { PHONE_WORDS } from './words.ts';
import './phone.css';

export const PhonePage = (): JSX.Element => {
  const words = say(PHONE_WORDS);
  useEffect(followPhone, []);
  return (
    <div class="phone-page">
      <PeoplePanel />
      <section class="phone-place" aria-labelledby="phone-device">
        <h2 id="phone-device" class="unseen">
          {words.phone}
        </h2>
        <Device />
      </section>
      <TesterPanel />
    </div>
  );
};
