// Which part of a network a process is: all of it, its issuers, or its engine with issuers that run elsewhere.
import { isIPv6 } from 'node:net';
import { BANKS } from '../core/banks.ts';
import { type NetworkConfig, realBank } from './config.ts';

export const ROLES = ['all', 'issuers', 'engine'] as const;
export type Role = (typeof ROLES)[number];

export interface IssuersElsewhere {
  readonly host: string;
  /** Of the first issuer; the others follow in the network's order. */
  readonly issuerPort: number;
}

/** The configuration of a process with this role; `elsewhere` is where the issuers of an engine alone are. */
export const configForRole = (config: NetworkConfig, role: Role, elsewhere: IssuersElsewhere): NetworkConfig => {
  if (role === 'engine') {
    const places = BANKS.map(({ code }, at) => [code, realBank(code, urlAt(elsewhere, at))] as const);
    return {
      ...config,
      control: { issuers: new Map(), incidents: [] },
      realBanks: new Map([...places, ...config.realBanks]),
    };
  }
  if (role === 'all') return config;
  // Nobody here calls a real bank, so nobody needs its key.
  const realBanks = [...config.realBanks].map(([code, bank]) => [code, { ...bank, keyMayBeMissing: true }] as const);
  return { ...config, realBanks: new Map(realBanks) };
};

/** An address to listen on that means all of this machine's is reached by one of them. */
const REACHABLE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

const urlAt = ({ host, issuerPort }: IssuersElsewhere, at: number): string => {
  const name = REACHABLE[host] ?? host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${issuerPort + at}`;
};
