// Where a contract leaves the other side free: templates of values, in Pact's own notation. Whatever is no matcher is
// meant to the letter.

/** A value, with matchers anywhere in it. */
export type Template =
  | string
  | number
  | boolean
  | Matcher
  | readonly Template[]
  | { readonly [member: string]: Template };

const TYPE = 'pact:matcher:type';

export type Matcher =
  | { readonly [TYPE]: 'type'; readonly value: Template }
  | { readonly [TYPE]: 'regex'; readonly regex: string; readonly value: string }
  | { readonly [TYPE]: 'array-contains'; readonly variants: readonly Template[] }
  | {
      readonly [TYPE]: 'type';
      readonly 'pact:generator:type': 'ProviderState';
      readonly expression: string;
      readonly value: string;
    };

/** Any text; this one as an example. */
export const anyText = (example: string): Matcher => ({ [TYPE]: 'type', value: example });

/**
 * A text in which the provider puts what its state has given under this name, as `token` between `Bearer ` and nothing.
 * The consumer knows any such text, this one as an example.
 */
export const fromState = (name: string, example: string, { before = '', after = '' } = {}): Matcher => ({
  [TYPE]: 'type',
  'pact:generator:type': 'ProviderState',
  expression: `${before}\${${name}}${after}`,
  value: `${before}${example}${after}`,
});

/** A text of this form; this one as an example. @throws where the example is not of the form */
export const textLike = (form: RegExp, example: string): Matcher => {
  if (!form.test(example)) throw new Error(`the example ${example} does not fit ${form.source}: change one of them`);
  return { [TYPE]: 'regex', regex: form.source, value: example };
};

/** Each of these, in any order. How many there are in all Pact cannot say besides: a check does (../checks). */
export const inAnyOrder = (items: readonly Template[]): Matcher => ({ [TYPE]: 'array-contains', variants: items });

/** The value that a template stands for: its examples in place of its matchers. */
export const exampleOf = (template: Template): unknown => {
  if (typeof template !== 'object') return template;
  if (Array.isArray(template)) return template.map(exampleOf);
  if (isMatcher(template)) return exampleOf('variants' in template ? template.variants : template.value);
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, exampleOf(value)]));
};

const isMatcher = (template: object): template is Matcher => TYPE in template;
