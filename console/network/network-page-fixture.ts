// For tests only: what tests of the network's page do with it.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { AppClient } from '../../cli/app-client.ts';
import { enter, verify } from '../../cli/customer.ts';
import type { Network } from '../../cli/network.ts';

export const card = (page: Page, code: string): Locator => page.locator(`[data-bank="${code}"]`);

export const panel = (page: Page): Locator => page.locator('.network-panel');

export const isLive = (page: Page): Promise<void> => page.locator('.connection.live').waitFor();

/** Longer than a busy machine takes for what a person sees at once. */
const SOON_MS = 15_000;

export const soon = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: SOON_MS });

/** What the network itself says of one bank, by its control API. */
export const told = async (url: string, code: string): Promise<Readonly<Record<string, unknown>>> => {
  const answer: unknown = await (await fetch(`${url}/control/issuers/${code}`)).json();
  return Object(answer);
};

/** Somebody else changes something, over plain HTTP. */
export const elsewhere = async (url: string, method: string, path: string, body?: object): Promise<void> => {
  const answer = await fetch(`${url}/control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status, path).toBeLessThan(300);
};

/** The ordinary person of this number asks all banks. */
export const somebodyAsks = async (network: Network, index = 0): Promise<string> => {
  const person = network.people.find(network.people.persona('ordinary', index));
  if (person === undefined) throw new Error(`there is no ordinary person ${index}`);
  const app = new AppClient(network.url);
  await enter(app, person);
  const verificationId = await verify(app, person.mobile);
  return (await app.apply({ verificationId, banks: 'ALL' })).queryId;
};

/** By how much the page is wider than its window. */
export const overflow = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
