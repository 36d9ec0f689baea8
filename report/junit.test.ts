// JUnit XML: what a CI server counts, and that nothing that stands in a name can break it. Whether a real parser takes
// it is in page.test.ts, where there is one.
import { expect, test } from 'vitest';
import { type JunitCase, junitXml } from './junit.ts';

const PASSED: JunitCase = { name: 'holds', className: 'a.yaml', outcome: { kind: 'passed' } };

test('suites and cases are counted, and times are summed where they were measured', () => {
  const failed: JunitCase = {
    name: 'breaks',
    className: 'b.yaml',
    file: 'b.yaml',
    seconds: 1.5,
    properties: { seed: '7' },
    outcome: { kind: 'failed', message: 'expected 1, got 2', text: 'step 3\nexpected 1\ngot 2' },
  };
  const skipped: JunitCase = { name: 'waits', className: 'c.yaml', outcome: { kind: 'skipped', message: 'not here' } };
  expect(junitXml('banknet', [{ name: 'all', cases: [PASSED, failed, skipped] }])).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="banknet" tests="3" failures="1" errors="0" skipped="1" time="1.500">
      <testsuite name="all" tests="3" failures="1" errors="0" skipped="1" time="1.500">
        <testcase name="holds" classname="a.yaml"/>
        <testcase name="breaks" classname="b.yaml" file="b.yaml" time="1.500">
          <properties>
            <property name="seed" value="7"/>
          </properties>
          <failure message="expected 1, got 2" type="failed">step 3
    expected 1
    got 2</failure>
        </testcase>
        <testcase name="waits" classname="c.yaml">
          <skipped message="not here"/>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('times that nobody measured are left out', () => {
  expect(junitXml('banknet', [{ name: 'all', cases: [PASSED] }])).not.toContain('time=');
});

test('a hostile name stays text, and forbidden characters are shown', () => {
  const name = "\"><failure/><x a='1' \u0000\u001b[2J\ud800\u202e ]]> & <!--";
  const xml = junitXml(name, [{ name, cases: [{ ...PASSED, name, className: name }] }]);
  expect(xml).not.toContain('<failure');
  expect(xml).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}|\u202e/u);
  expect(xml).toContain('&quot;&gt;&lt;failure/&gt;&lt;x a=&#39;1&#39; ␀␛[2J\ufffd\ufffd ]]&gt; &amp; &lt;!--');
});
