// Provider states are ended in reverse order, with the params of their setup, also where one of them fails.
import { expect, test } from 'vitest';
import { systemClock } from '../../core/system-clock.ts';
import { createRawClient } from './raw-client.ts';
import { serve } from './servers-fixture.ts';
import { createStateClient } from './state-client.ts';

/** States at a URL that answers each with the status for it, 204 unless told otherwise; and all that it was told. */
const statesAt = async (statusFor: (told: string) => number = () => 204) => {
  const told: string[] = [];
  const url = await serve(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { state, params, action } = JSON.parse(text);
    const one = `${request.url} ${action} ${state} ${params.n}`;
    told.push(one);
    response.writeHead(statusFor(one)).end();
  });
  const client = createRawClient({ url: `${url}/states`, clock: systemClock, timeoutMs: 5000 });
  return { told, states: createStateClient(client) };
};

test('states are ended in reverse order, once, to the URL itself', async () => {
  const { told, states } = await statesAt();
  await states.setUp('a', { n: 1 });
  await states.setUp('b', { n: 2 });
  await states.tearDown();
  await states.tearDown();
  expect(told).toEqual(['setup a 1', 'setup b 2', 'teardown b 2', 'teardown a 1'].map((one) => `/states ${one}`));
});

test('a state that was refused is not ended; the others are, whatever comes of each end', async () => {
  const { told, states } = await statesAt((one) => (/setup c|teardown b/.test(one) ? 500 : 204));
  await states.setUp('a', { n: 1 });
  await states.setUp('b', { n: 2 });
  await expect(states.setUp('c', { n: 3 })).rejects.toMatchObject({
    name: 'StateFailed',
    blame: 'bank',
    message: 'the state "c" was not set up: the state URL answered 500',
  });
  await expect(states.tearDown()).rejects.toThrow('the state "b" was not ended: the state URL answered 500');
  expect(told.slice(3)).toEqual(['/states teardown b 2', '/states teardown a 1']);
});
