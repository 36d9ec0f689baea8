// Markup (HTML, SVG, XML) that cannot be broken by what stands in it: `html` escapes every value but other markup.
import { visible } from './visible-text.ts';

/** Text that is markup already. Only {@link html}, {@link tag} and {@link trusted} make one. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template. Undefined and false are nothing: `condition && html…`. */
export type MarkupValue = string | number | Markup | undefined | false | readonly MarkupValue[];

/** Markup with values in it: `` html`<b title="${name}">${name}</b>` ``. Attribute values stand in double quotes. */
export const html = (parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup =>
  new Markup(parts.map((part, at) => part + markupOf(values[at])).join(''));

/** An element: attributes that are undefined are left out. */
export const tag = (
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly MarkupValue[]
): Markup => {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  );
  const inner = children.map(markupOf).join('');
  return new Markup(`<${name}${written.join('')}${inner === '' && VOID.has(name) ? '/>' : `>${inner}</${name}>`}`);
};

/** Our own style and script, which are no text to escape. Never for anything that comes from outside. */
export const trusted = (text: string): Markup => new Markup(text);

/** Elements that are written without an end tag where they are empty. */
const VOID = new Set(['circle', 'line', 'path', 'rect', 'property', 'skipped', 'testcase']);

const markupOf = (value: MarkupValue): string => {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'object') return value.map(markupOf).join('');
  return escaped(String(value));
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, SVG and XML alike, in content and in attributes. */
const escaped = (text: string): string => visible(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
