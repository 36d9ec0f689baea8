// Time (issuer-api.yaml, introduction): no answer within the caller's 10 s is an unknown outcome, which is asked about
// again and again. Whatever is answered, is answered within it.
import type { Check } from '../check.ts';
import type { Finding } from '../verification.ts';
import { findingOf } from '../verify/findings.ts';
import { getOf, inquiryText, postOf } from './attempts.ts';

const inTime: Check = {
  name: 'time/in-time',
  title: 'Inquiries, questions about them and refusals are answered within the time that the caller waits',
  source: 'issuer-api.yaml, Time',
  needs: [],
  run: async (endpoint) => {
    const requests = [
      ['POST, signed', endpoint.signed(postOf(inquiryText(endpoint)))],
      ['GET, unknown, signed', endpoint.signed(getOf(endpoint.freshId()))],
      ['POST, malformed, signed', endpoint.signed(postOf('{}'))],
      ['POST, not signed', postOf(inquiryText(endpoint))],
      ['GET, not signed', getOf(endpoint.freshId())],
    ] as const;
    const findings: Finding[] = [];
    for (const [sent, request] of requests) {
      const exchange = await endpoint.send(request, sent);
      const isInTime = exchange.answer.kind === 'answer' && exchange.tookMs <= endpoint.timeoutMs;
      if (!isInTime) findings.push(findingOf(exchange, `a whole answer within ${endpoint.timeoutMs} ms`));
    }
    return findings;
  },
};

export const TIME_CHECKS: readonly Check[] = [inTime];
