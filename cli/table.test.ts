// Tables and the report in a terminal: pinned as text, aligned by the columns that a terminal uses.
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import { makeReport } from '../engine/report.ts';
import { painterFor } from './painter.ts';
import { formatReport } from './report-table.ts';
import { formatTable, truncate } from './table.ts';

test('columns line up though Chinese characters are two columns wide', () => {
  const text = formatTable(
    [{ title: '银行' }, { title: 'n', align: 'right' }],
    [
      ['工商银行', '1'],
      ['ICBC', '10'],
    ],
  );
  expect(text).toBe('银行       n\n────────  ──\n工商银行   1\nICBC      10');
  const [head, , ...rows] = text.split('\n');
  expect(new Set([head, ...rows].map((line) => stringWidth(line ?? ''))).size).toBe(1);
});

test('a report shows every bank, what became of it, the cards, whom to ask, and the advice (R22, R27)', () => {
  const report = makeReport(
    'q1',
    [
      {
        bank: 'CMB',
        disposition: 'DELIVERED',
        answer: {
          cards: [{ cardType: 'CREDIT', panFirst4: '6225', panLast4: '9876' }],
          unsupported: [{ reason: 'NO_RESERVED_MOBILE', count: 2 }],
        },
      },
      {
        bank: 'ICBC',
        disposition: 'DELIVERED',
        answer: {
          cards: [{ cardType: 'DEBIT', panFirst4: '6222', panLast4: '1234', accountClass: 'II', status: 'DORMANT' }],
          unsupported: [],
        },
      },
      { bank: 'PSBC', disposition: 'TIMEOUT' },
    ],
    BANKS,
    Date.UTC(2026, 0, 5, 1),
    Date.UTC(2026, 0, 12, 16),
  );
  const [advice] = report.advice;
  expect(formatReport(report).split(`※ ${advice}`)[0]).toMatchInlineSnapshot(`
    "查询报告 q1
    生成时间 2026-01-05T09:00:00.000+08:00   保留至 2026-01-13T00:00:00.000+08:00

    银行      代码  结果        借记卡  贷记卡  不支持查询
    ────────  ────  ──────────  ──────  ──────  ────────────────
    工商银行  ICBC  已反馈           1       0
    邮储银行  PSBC  超时未反馈       -       -
    招商银行  CMB   已反馈           0       1  未预留手机号 2张
    合计                             1       1

    银行      类型    卡号            账户  状态
    ────────  ──────  ──────────────  ────  ────
    工商银行  借记卡  6222 **** 1234  II类  睡眠
    招商银行  贷记卡  6225 **** 9876

    如有疑问，可联系发卡银行（邮储银行 95580）
    如有疑问，可联系发卡银行（招商银行 95555）

    "
  `);
});

test('a table wider than the terminal gives way in the columns that may, and says that something is missing', () => {
  const text = formatTable(
    [{ title: '银行' }, { title: '原因', shrinks: true }],
    [
      ['招商银行', '未预留手机号 2张'],
      ['CMB', 'no'],
    ],
    { columns: 20 },
  );
  expect(text).toBe('银行      原因\n────────  ──────────\n招商银行  未预留手…\nCMB       no');
});

test('a cut text is never wider than asked, whatever it is made of (property)', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '卡', 'é', '👩‍🚀', '…', ' ') }),
      fc.integer({ min: 1, max: 9 }),
      (text, width) => {
        expect(stringWidth(truncate(text, width))).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('colour changes no column', () => {
  const paint = painterFor(true, {});
  const columns = [{ title: '结果', paint: paint.green }, { title: 'n' }];
  const painted = formatTable(columns, [['已反馈', '1']], { paint });
  expect(painted).toContain('\x1b[32m');
  expect(stripVTControlCharacters(painted)).toBe(formatTable([{ title: '结果' }, { title: 'n' }], [['已反馈', '1']]));
});

test('NO_COLOR, a dumb terminal and no terminal mean no colour', () => {
  for (const paint of [
    painterFor(true, { NO_COLOR: '1' }),
    painterFor(true, { TERM: 'dumb' }),
    painterFor(false, {}),
  ]) {
    expect(paint.red('x')).toBe('x');
  }
});
