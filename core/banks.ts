// The issuers of the network as data (R1). A 17th bank is a row in banks.json, never code.
// Sits at the bottom: everybody reads it, it reads nothing.
import table from './banks.json' with { type: 'json' };

/** An issuer's code in the network: `ICBC`. Three to eight capital letters or digits (issuer-api.yaml, IssuerCode). */
export type IssuerCode = string;

/** One issuer of the network. */
export interface Bank {
  readonly code: IssuerCode;
  /** Full legal name, e.g. 中国工商银行. */
  readonly nameZh: string;
  /** The name that the source text and the reports use, e.g. 工商银行. */
  readonly shortNameZh: string;
  readonly nameEn: string;
  /** The bank's own telephone service, which a report names for questions (R22). */
  readonly customerService: string;
}

/** The sixteen issuers in the network's order (R1). */
export const BANKS: readonly Bank[] = table.banks.map(({ code, nameZh, shortNameZh, nameEn, customerService }) => ({
  code,
  nameZh,
  shortNameZh,
  nameEn,
  customerService,
}));
