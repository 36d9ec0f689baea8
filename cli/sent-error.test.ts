// An error that another process has thrown is what it would be had this one thrown it.
import { expect, test } from 'vitest';
import { PortTaken } from '../simulator/doors/http-server.ts';
import { codeOf } from './problem.ts';
import { receivedError, sentError, sentErrorSchema } from './sent-error.ts';

const overIpc = (error: unknown): Error => receivedError(sentErrorSchema.parse(structuredClone(sentError(error))));

test('a taken port stays a taken port, with port and host', () => {
  const received = overIpc(new PortTaken(7101, '127.0.0.1'));
  expect(received).toBeInstanceOf(PortTaken);
  expect(received).toMatchObject({ port: 7101, host: '127.0.0.1' });
});

test('a RangeError stays one', () => {
  expect(overIpc(new RangeError('no such bank'))).toEqual(new RangeError('no such bank'));
});

test('any other keeps what it says, its code and where it was thrown', () => {
  const thrown = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
  const received = overIpc(thrown);
  expect([received.message, codeOf(received), received.stack]).toEqual(['listen EACCES', 'EACCES', thrown.stack]);
  expect(codeOf(overIpc(new Error('without a code')))).toBeUndefined();
  expect(overIpc('a text').message).toBe('a text');
});
