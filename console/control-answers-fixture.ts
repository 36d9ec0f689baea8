// For tests only: calls of the console that are answered by routes of the control API over parts of the test's own,
// where a whole network would take too long to come to what is to be shown. All else goes to the network.
import type { Page } from 'playwright-core';
import type { ControlRoute } from '../cli/control/routes.ts';

/** Answers `GET path` from the one of `routes` that has this path. */
export const answerFrom = async (page: Page, path: string, routes: readonly ControlRoute[]): Promise<void> => {
  const handler = routes.find((route) => route.path === path)?.methods.GET;
  if (handler === undefined) throw new Error(`no route answers GET ${path}`);
  await page.route(
    (url) => url.pathname === path,
    async (call) => {
      const question = new URL(call.request().url()).searchParams;
      const answer = await handler({ part: () => '', question, body: undefined });
      if (answer.kind !== 'done') throw new Error(`GET ${path}?${question} is not answered: ${answer.kind}`);
      await call.fulfill({ json: answer.body });
    },
  );
};
