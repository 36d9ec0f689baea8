// One simulated issuer on a port, everything on. Without latency, or with the one that is given as JSON.
import { listenOwnIssuer } from '../load/peers/own-issuer.ts';
import { serveBench } from './child.ts';

serveBench([await listenOwnIssuer(0, JSON.parse(process.argv[2] ?? '{"fixedMs":0}'))]);
