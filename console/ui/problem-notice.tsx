// What went wrong with a call, where it belongs.
import type { JSX } from 'preact';
import type { Problem } from '../live/control.ts';

export const ProblemNotice = ({ problem }: { readonly problem: Problem }): JSX.Element => (
  <div class="notice bad" role="alert">
    <p>{problem.message ?? problem.detail}</p>
    {problem.errors.map(({ pointer, message }) => (
      <p key={pointer}>
        <code>{pointer}</code> {message}
      </p>
    ))}
  </div>
);
