// Markup keeps what is text from becoming markup.
import { expect, test } from 'vitest';
import { html, tag } from './markup.ts';
import { oneLine, visible } from './visible-text.ts';

test('values are escaped, markup in markup is not, and lists, undefined and false stand for what they are', () => {
  const hostile = '<script>f("1")</script>';
  const inner = html`<b title="${hostile}">${hostile}</b>`;
  expect(String(html`<p>${inner}${undefined}${false}${['&', 1, inner]}</p>`)).toBe(`<p>${inner}&amp;1${inner}</p>`);
  expect(String(inner)).toBe(
    '<b title="&lt;script&gt;f(&quot;1&quot;)&lt;/script&gt;">&lt;script&gt;f(&quot;1&quot;)&lt;/script&gt;</b>',
  );
});

test('what only looks like markup is text', () => {
  const forged = { toString: () => '<script>' };
  expect(String(html`${String(forged)}`)).toBe('&lt;script&gt;');
});

test('attributes that are undefined are left out', () => {
  expect(String(tag('rect', { x: 1, class: undefined, id: 'a"b' }))).toBe('<rect x="1" id="a&quot;b"/>');
});

test('text from outside moves no cursor and turns no direction; one line stays one, and ends', () => {
  expect(visible('a\u001b[31mb\u0007\u202ec\u007f\r\n招商')).toBe('a␛[31mb␇\ufffdc␡␍\n招商');
  expect(oneLine('a\n  b\tc')).toBe('a b c');
  expect([...oneLine('招'.repeat(600))]).toHaveLength(500);
});
