// Beside the phone: what a tester can set that its user does not see, and the query as a picture.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { z } from 'zod';
import { say } from '../language.ts';
import { ask, type Problem } from '../live/control.ts';
import { onChange } from '../live/overview.ts';
import { hrefOf } from '../routes.ts';
import { type FaceSample, runningOf, shownQueryOf } from './flow.ts';
import { RegionOptions } from './maker-form.tsx';
import { looksFirst, phone, signInRegion } from './phone-app.ts';
import { SYNTHETIC_PASSWORD } from './texts.ts';
import { PHONE_WORDS } from './words.ts';

const faceSchema = z.object({ outcome: z.enum(['match', 'mismatch']) });

const face = signal<FaceSample>('match');
const faceProblem = signal<Problem | undefined>(undefined);

const settleFace = async (outcome?: FaceSample): Promise<void> => {
  const call = outcome === undefined ? {} : ({ method: 'PUT', body: { outcome } } as const);
  const answer = await ask('/control/face', faceSchema, call);
  faceProblem.value = answer.ok ? undefined : answer.problem;
  if (answer.ok) face.value = answer.value.outcome;
};

export const TesterPanel = (): JSX.Element => {
  const words = say(PHONE_WORDS);
  useEffect(
    () =>
      onChange((change) => {
        if (change === undefined || change.change === 'face' || change.change === 'reset') void settleFace();
      }),
    [],
  );
  return (
    <section class="stack phone-beside" aria-labelledby="phone-beside">
      <h2 id="phone-beside">{words.beside}</h2>
      <p class="notice">
        {words.synthetic} {words.password} <code>{SYNTHETIC_PASSWORD}</code>
      </p>
      <PictureLink />
      <p class="soft">{words.time}</p>
      <FaceChoice />
      <label class="stack phone-label">
        {words.signInFrom}
        <select
          value={signInRegion.value ?? ''}
          onChange={({ currentTarget: { value } }) => {
            signInRegion.value = value === '' ? undefined : value;
          }}
        >
          <option value="">{words.ownRegion}</option>
          <RegionOptions />
        </select>
      </label>
      <label class="phone-flag">
        <input
          type="checkbox"
          checked={looksFirst.value}
          onChange={({ currentTarget }) => {
            looksFirst.value = currentTarget.checked;
          }}
        />
        <span>
          {words.looksFirst}
          <br />
          <span class="soft">{words.looksFirstHint}</span>
        </span>
      </label>
    </section>
  );
};

const PictureLink = (): JSX.Element => {
  const words = say(PHONE_WORDS);
  const state = phone.value;
  const queryId = shownQueryOf(state) ?? runningOf(state)?.queryId ?? state.records?.[0]?.queryId;
  if (queryId === undefined) return <p class="soft">{words.noPicture}</p>;
  return (
    <p>
      <a href={hrefOf('queries', queryId)}>{words.picture}</a>
    </p>
  );
};

const FaceChoice = (): JSX.Element => {
  const words = say(PHONE_WORDS);
  return (
    <>
      <label class="stack phone-label">
        {words.face}
        <select
          value={face.value}
          onChange={({ currentTarget: { value } }) => void settleFace(value === 'mismatch' ? 'mismatch' : 'match')}
        >
          <option value="match">{words.faces.match}</option>
          <option value="mismatch">{words.faces.mismatch}</option>
        </select>
      </label>
      {faceProblem.value === undefined ? null : (
        <p class="notice bad" role="alert">
          {faceProblem.value.detail} <code>{faceProblem.value.code}</code>
        </p>
      )}
    </>
  );
};
