// The baseline: bare node:http doing the JSON work of an issuer (parse the inquiry, answer with its id and two cards)
// and nothing else. Also the stub issuers of the engine's benchmark. Argument: how many ports.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BANKS } from '../core/banks.ts';
import { serveBench } from './child.ts';

const CARDS = [
  { cardType: 'DEBIT', panFirst4: '6222', panLast4: '1234', accountClass: 'I', status: 'NORMAL' },
  { cardType: 'CREDIT', panFirst4: '6225', panLast4: '5678', status: 'NORMAL' },
];

const listen = (issuer: string): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { inquiryId } = JSON.parse(Buffer.concat(chunks).toString()) as { inquiryId: string };
        const text = JSON.stringify({
          inquiryId,
          issuer,
          respCode: '00',
          respMsg: '成功',
          cards: CARDS,
          unsupported: [],
        });
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
        response.end(text);
      });
    });
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

serveBench(await Promise.all(BANKS.slice(0, Number(process.argv[2] ?? 1)).map(({ code }) => listen(code))));
