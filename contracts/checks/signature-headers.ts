// Changes of a request that has been signed.
import type { RawRequest } from '../check.ts';

/** With another value of this header. */
export const withHeader = (request: RawRequest, name: string, change: (value: string) => string): RawRequest => ({
  ...request,
  headers: request.headers.map(([given, value]) => [given, given === name ? change(value) : value] as const),
});

/** The signatures of both, which are the same request, in the headers of one. */
export const joinedLabels = (first: RawRequest, second: RawRequest): RawRequest =>
  ['Signature', 'Signature-Input'].reduce(
    (request, name) => withHeader(request, name, (value) => `${headerValue(first, name)}, ${value}`),
    second,
  );

const headerValue = ({ headers }: RawRequest, name: string): string =>
  headers.find(([given]) => given === name)?.[1] ?? '';
