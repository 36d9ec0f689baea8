// The faults of one issuer, ready to be asked for each call: which of them hit it, in the order of kinds.ts, and what
// they make of its delivery. Pure: the same seed, call and time give the same answer, whatever else is going on.
import type { IssuerCode } from '../../core/banks.ts';
import type { Random } from '../../core/random.ts';
import type { Delivery, PortState } from '../issuer/delivery.ts';
import type { BreakageKind, FaultCall, ShapeKind, Strength } from './fault.ts';
import { BREAKAGES, type Breakage, type Fault, ORDER, SHAPES, type Shape } from './kinds.ts';
import { closesAtMs, isOpen, nextEdgeMs } from './window.ts';

/**
 * A port knows nothing of calls, so chance closes it by the clock: for every slot of this length anew. Short enough
 * that a second has both, long enough that opening and closing costs nothing.
 */
export const PORT_SLOT_MS = 200;

/** What is asked about one call. */
export interface AskedCall {
  readonly inquiryId: string;
  readonly attempt: number;
  readonly nowMs: number;
}

/** The faults that hit one call. */
export interface Hits {
  readonly names: readonly string[];
  /** What the call gets in place of the bank's answer; undefined where the bank is to answer. */
  readonly instead: Delivery | undefined;
  /** What becomes of the delivery of a call that is hit. */
  alter(delivery: Delivery): Delivery;
}

export interface FaultSet {
  /** The faults that hit this call; undefined where none does. */
  hits(call: AskedCall): Hits | undefined;
  port(nowMs: number): PortState;
  /** The next instant at which the port may change; undefined where it never will. */
  nextPortChangeMs(nowMs: number): number | undefined;
}

interface Ready {
  readonly fault: Fault;
  readonly breakage: Breakage;
  readonly kind: BreakageKind<Breakage>;
  readonly strength: Strength;
  readonly keyedBy: 'call' | 'inquiry';
  readonly chance: Random;
  readonly port: 'refuse' | 'reset' | undefined;
}

const OPEN: PortState = { kind: 'open' };

/** `chance` is the issuer's own. */
export const createFaultSet = (issuer: IssuerCode, faults: readonly Fault[], chance: Random): FaultSet => {
  if (faults.length === 0) return NO_FAULTS;
  const ready = faults.map((fault) => readyOf(fault, chance)).toSorted((one, other) => rankOf(one) - rankOf(other));
  const ports = ready.filter(({ port }) => port !== undefined);
  const calls = ready.filter(({ port }) => port === undefined);
  return {
    hits(call) {
      if (calls.length === 0) return undefined;
      const hitting = calls.filter((one) => isHit(one, call));
      return hitting.length === 0 ? undefined : hitsOf(hitting, issuer, call);
    },
    port(nowMs) {
      if (ports.length === 0) return OPEN;
      const shut = ports.find((one) => isPortShut(one, nowMs));
      return shut?.port === undefined ? OPEN : { kind: shut.port, fault: shut.fault.name };
    },
    nextPortChangeMs(nowMs) {
      const coming = ports.flatMap((one) => portChangeMs(one, nowMs) ?? []);
      return coming.length === 0 ? undefined : Math.min(...coming);
    },
  };
};

const NO_FAULTS: FaultSet = { hits: () => undefined, port: () => OPEN, nextPortChangeMs: () => undefined };

/** The breakage that a fault comes to: its own, or what a shape in time is filled with. */
export const breakageOf = (fault: Fault): Breakage => (isShape(fault) ? (fault.as ?? SHAPES[fault.kind].usual) : fault);

export const isShape = (fault: Fault): fault is Extract<Fault, Shape> => Object.hasOwn(SHAPES, fault.kind);

/** The one place where the table's types are put back together: a kind's hooks take the data of that kind. */
export const kindOf = (breakage: Breakage): BreakageKind<Breakage> =>
  BREAKAGES[breakage.kind] as BreakageKind<Breakage>;

export const shapeOf = (shape: Shape): ShapeKind<Shape> => SHAPES[shape.kind] as ShapeKind<Shape>;

const readyOf = (fault: Fault, issuerChance: Random): Ready => {
  const chance = issuerChance.fork('fault', fault.name);
  const breakage = breakageOf(fault);
  const kind = kindOf(breakage);
  const { share } = fault;
  const shape = isShape(fault) ? shapeOf(fault) : undefined;
  return {
    fault,
    breakage,
    kind,
    chance,
    keyedBy: shape?.keyedBy ?? 'call',
    strength: isShape(fault) ? shapeOf(fault).strength(fault, (...key) => chance.unit(...key)) : () => share,
    port: kind.port?.(breakage),
  };
};

const rankOf = ({ breakage }: Ready): number => ORDER.indexOf(breakage.kind);

const isHit = ({ fault, strength, chance, keyedBy }: Ready, { inquiryId, attempt, nowMs }: AskedCall): boolean => {
  if (!isOpen(fault.window, nowMs)) return false;
  const share = strength(nowMs, attempt);
  if (share <= 0) return false;
  if (share >= 1) return true;
  return (keyedBy === 'call' ? chance.unit(inquiryId, attempt, 'hit') : chance.unit(inquiryId, 'hit')) < share;
};

const isPortShut = ({ fault, strength, chance }: Ready, nowMs: number): boolean => {
  if (!isOpen(fault.window, nowMs)) return false;
  const slot = Math.floor(nowMs / PORT_SLOT_MS);
  const share = strength(nowMs, 1);
  return share >= 1 || (share > 0 && chance.unit('port', slot) < share);
};

/** Certain faults change at the edges of their windows, the others with every slot while they are in force. */
const portChangeMs = ({ fault, strength }: Ready, nowMs: number): number | undefined => {
  const edgeMs = nextEdgeMs(fault.window, nowMs);
  const isSteady = !isShape(fault) || fault.kind === 'outage';
  if (!isOpen(fault.window, nowMs) || (isSteady && strength(nowMs, 1) >= 1)) return edgeMs;
  const slotMs = (Math.floor(nowMs / PORT_SLOT_MS) + 1) * PORT_SLOT_MS;
  return edgeMs === undefined ? slotMs : Math.min(edgeMs, slotMs);
};

const hitsOf = (hitting: readonly Ready[], issuer: IssuerCode, call: AskedCall): Hits => {
  const { inquiryId, attempt, nowMs } = call;
  const callOf = ({ fault, chance }: Ready): FaultCall => ({
    ...call,
    issuer,
    endsAtMs: closesAtMs(fault.window, nowMs),
    unit: (what) => chance.unit(inquiryId, attempt, what),
  });
  const answering = hitting.find(({ kind }) => kind.instead !== undefined);
  // Whatever else would have answered in place of the bank has nothing to say.
  const working = hitting.filter((one) => one === answering || one.kind.instead === undefined);
  const names = working.map(({ fault }) => fault.name);
  return {
    names,
    instead: answering?.kind.instead?.(answering.breakage, callOf(answering)),
    alter: (delivery) => {
      const altered = working.reduce(
        (before, one) => one.kind.alter?.(one.breakage, before, callOf(one)) ?? before,
        delivery,
      );
      return { ...altered, faults: names };
    },
  };
};
