// The baseline of load/peers on so many ports, each for another bank. Also the stub issuers of the engine's benchmark.
// Argument: how many ports.
import { BANKS } from '../core/banks.ts';
import { listenBareIssuer } from '../load/peers/bare-issuer.ts';
import { serveBench } from './child.ts';

const banks = BANKS.slice(0, Number(process.argv[2] ?? 1));
serveBench(await Promise.all(banks.map(({ code }) => listenBareIssuer(0, code))));
