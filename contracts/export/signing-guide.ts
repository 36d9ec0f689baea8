// The worked example of signing as a text to follow, step by step (signing.md of the export).
import { type SignedRequest, wireText } from './signed-requests.ts';

export const signingGuide = (requests: readonly SignedRequest[]): string =>
  `# Signing a request, step by step

Every request between the network and a bank, and every callback, is signed by HTTP Message Signatures (RFC 9421) with
HMAC-SHA-256 and a key that both sides have. The same values are in \`signed-requests.json\`, for a test of yours.

1. **Digest.** Where there is a body: \`Content-Digest: sha-256=:BASE64:\`, the SHA-256 of the bytes that are sent
   (RFC 9530).
2. **Signature base.** A line for each covered component: its name in double quotes, a colon, a space, its value.
   \`@method\`, \`@path\` (without the query), \`@query\` where there is one (with its question mark),
   \`content-digest\` where there is a body. The last line is \`"@signature-params": \` and the parameters. Lines are
   joined by one line feed; none follows the last.
3. **HMAC.** SHA-256 over the bytes of the signature base, with the UTF-8 bytes of the key.
4. **Headers.** \`Signature-Input: sig1=PARAMETERS\` and \`Signature: sig1=:BASE64:\`.

Whoever receives it takes the components and parameters from \`Signature-Input\` as they stand there, makes the same
base, compares the HMACs in constant time, compares the digest with the body, and refuses what was created more than
300 s from its own clock, in either direction. The instant below is always the same, so a receiver has to be told to
take it.

${requests.map(oneRequest).join('\n')}`;

const oneRequest = (request: SignedRequest): string => {
  const { what, signatureBaseLines, key, keyId, hmacSha256Hex, hmacSha256Base64, createdS } = request;
  return `## ${what}

${digestText(request)}Created \`${createdS}\`, key id \`${keyId}\`. The signature base:

${fenced(signatureBaseLines.join('\n'))}
With the key \`${key}\` its HMAC is, in hex and in base64:

${fenced(`${hmacSha256Hex}\n${hmacSha256Base64}`)}
The request:

${fenced(wireText(request))}`;
};

const digestText = ({ body, bodyLengthBytes, bodySha256Hex, contentDigest }: SignedRequest): string =>
  body === undefined
    ? ''
    : `The body has ${bodyLengthBytes} bytes. Its SHA-256 in hex, and the header:

${fenced(`${bodySha256Hex}\nContent-Digest: ${contentDigest}`)}
`;

const fenced = (text: string): string => `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
