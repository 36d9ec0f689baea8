// A server of our own in a process of its own, started as those of others are. Arguments: `issuer` or `bare`, and the
// port.
import { listenBareIssuer } from './bare-issuer.ts';
import { listenOwnIssuer, OWN_ISSUER } from './own-issuer.ts';

const [kind = '', port = ''] = process.argv.slice(2);
if (kind === 'issuer') await listenOwnIssuer(Number(port), { fixedMs: 0 });
else await listenBareIssuer(Number(port), OWN_ISSUER);
