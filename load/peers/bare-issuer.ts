// The baseline: bare node:http doing the JSON work of an issuer (parse the inquiry, answer with its id and two cards)
// and nothing else.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IssuerCode } from '../../core/banks.ts';

const CARDS = [
  { cardType: 'DEBIT', panFirst4: '6222', panLast4: '1234', accountClass: 'I', status: 'NORMAL' },
  { cardType: 'CREDIT', panFirst4: '6225', panLast4: '5678', status: 'NORMAL' },
];

/** What it says of everybody. */
export const bareAnswer = (issuer: IssuerCode) => ({
  issuer,
  respCode: '00',
  respMsg: '成功',
  cards: CARDS,
  unsupported: [],
});

/** Opens it on `port`, 0 for any free one, and gives the port that it has. */
export const listenBareIssuer = (port: number, issuer: IssuerCode): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { inquiryId } = JSON.parse(Buffer.concat(chunks).toString()) as { inquiryId: string };
        const text = JSON.stringify({ inquiryId, ...bareAnswer(issuer) });
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
        response.end(text);
      });
    });
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
