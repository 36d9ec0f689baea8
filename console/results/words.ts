// The words of the page of results.

import type { Run } from '../wire/runs.ts';
import type { Words } from '../words-shape.ts';

interface ResultWords {
  readonly start: string;
  readonly library: string;
  readonly all: string;
  readonly story: string;
  readonly storyText: string;
  readonly load: string;
  readonly onOwn: string;
  readonly onThis: string;
  readonly what: string;
  readonly run: string;
  readonly stop: string;
  readonly runs: string;
  readonly noRuns: string;
  readonly states: Readonly<Record<Run['state'], string>>;
  readonly took: (seconds: string) => string;
  readonly open: string;
  readonly openHint: string;
  readonly nothing: string;
  readonly show: string;
  readonly save: string;
  readonly notJson: (name: string) => string;
  readonly otherKind: (name: string) => string;
  readonly damaged: (name: string, why: string) => string;
  readonly tooLarge: (name: string, limit: string) => string;
  readonly seed: string;
  readonly busy: (percent: number) => string;
  readonly held: string;
  readonly failed: string;
  readonly notRun: string;
  readonly interrupted: string;
  readonly scenarios: (passed: number, all: number) => string;
  readonly rules: (covered: number, all: number) => string;
  readonly notCovered: string;
  readonly search: string;
  readonly found: (count: number) => string;
  readonly step: string;
  readonly expected: string;
  readonly got: string;
  readonly replay: string;
  readonly calls: string;
  readonly correct: Readonly<Record<CorrectnessName, string>>;
  readonly correctness: string;
  readonly thresholds: string;
  readonly value: string;
  readonly schedule: (due: string, sent: string) => string;
  readonly scheduleBroken: string;
  readonly steps: Readonly<Record<StepName, string>>;
  readonly latency: string;
  readonly count: string;
  readonly most: string;
  readonly outcomes: string;
  readonly throughput: string;
  readonly overTime: string;
  readonly incidents: string;
  readonly banks: string;
  readonly bank: string;
  readonly amplification: string;
  readonly peak: string;
  readonly injected: string;
  readonly series: Readonly<Record<'due' | 'accepted' | 'throttled' | 'errors', string>>;
  readonly second: string;
}

type StepName = 'register' | 'verify' | 'apply' | 'report' | 'view';
export type CorrectnessName =
  | 'queriesAccepted'
  | 'queriesEnded'
  | 'lost'
  | 'doubled'
  | 'wrongReports'
  | 'throttleExcess'
  | 'leaks'
  | 'violations';

export const RESULT_WORDS: Words<ResultWords> = {
  zh: {
    start: '运行',
    library: '场景库',
    all: '全部场景',
    story: '自己的场景',
    storyText: '场景文件内容（YAML）',
    load: '压测',
    onOwn: '在独立网络上',
    onThis: '在当前网络上',
    what: '运行内容',
    run: '开始运行',
    stop: '停止',
    runs: '最近的运行',
    noRuns: '还没有运行过',
    states: { running: '运行中', held: '通过', failed: '未通过', impossible: '无法运行', stopped: '已停止' },
    took: (seconds) => `用时 ${seconds} 秒`,
    open: '打开结果文件',
    openHint: '打开 report.json（场景或压测），也可拖放到此处',
    nothing: '打开一个结果文件，或开始一次运行，结果显示在这里。',
    show: '查看结果',
    save: '保存 report.json',
    notJson: (name) => `${name} 不是 JSON 文件`,
    otherKind: (name) => `${name} 是另一种文件：请打开 scenario run 或 load run 的 report.json`,
    damaged: (name, why) => `${name} 无法读取：${why}`,
    tooLarge: (name, limit) => `${name} 超过 ${limit} MB，不是 banknet 的结果文件`,
    seed: '种子',
    busy: (percent) => `机器占用 ${percent}%`,
    held: '全部通过',
    failed: '未通过',
    notRun: '未运行',
    interrupted: '已中断：以下是中断前的结果',
    scenarios: (passed, all) => `${all} 个场景中 ${passed} 个通过`,
    rules: (covered, all) => `覆盖规则 ${covered}/${all}`,
    notCovered: '未覆盖',
    search: '按名称、规则或不变量搜索',
    found: (count) => `${count} 个场景`,
    step: '步骤',
    expected: '预期',
    got: '实际',
    replay: '重放命令',
    calls: '银行调用',
    correct: {
      queriesAccepted: '受理的查询',
      queriesEnded: '完成的查询',
      lost: '丢失',
      doubled: '重复结束',
      wrongReports: '报告错误',
      throttleExcess: '超出限流',
      leaks: '信息泄露',
      violations: '违反不变量',
    },
    correctness: '正确性',
    thresholds: '阈值',
    value: '实测',
    schedule: (due, sent) => `应发 ${due}，已发 ${sent}，按时发送`,
    scheduleBroken: '发送进度未能保持，延迟数据不可信',
    steps: { register: '注册', verify: '验证', apply: '申请', report: '申请到报告', view: '查看报告' },
    latency: '延迟（自应发时刻起）',
    count: '次数',
    most: '最大',
    outcomes: '结果',
    throughput: '每秒次数',
    overTime: '随时间变化',
    incidents: '事件',
    banks: '各银行',
    bank: '银行',
    amplification: '重试放大',
    peak: '峰值/秒',
    injected: '银行侧 p99',
    series: { due: '应发', accepted: '受理', throttled: '限流', errors: '错误' },
    second: '秒',
  },
  en: {
    start: 'Run',
    library: 'Scenario library',
    all: 'All scenarios',
    story: 'A scenario of your own',
    storyText: 'Text of a scenario file (YAML)',
    load: 'Load',
    onOwn: 'on a network of its own',
    onThis: 'on this network',
    what: 'What to run',
    run: 'Start',
    stop: 'Stop',
    runs: 'Last runs',
    noRuns: 'Nothing has been run yet',
    states: { running: 'running', held: 'held', failed: 'failed', impossible: 'impossible', stopped: 'stopped' },
    took: (seconds) => `${seconds} s`,
    open: 'Open a result',
    openHint: 'A report.json of scenarios or load; it may be dropped here, too',
    nothing: 'Open a result, or start a run: it is shown here.',
    show: 'Show the result',
    save: 'Save report.json',
    notJson: (name) => `${name} is no JSON`,
    otherKind: (name) => `${name} is of another kind: open the report.json of scenario run or load run`,
    damaged: (name, why) => `${name} cannot be read: ${why}`,
    tooLarge: (name, limit) => `${name} is over ${limit} MB and so no result of banknet`,
    seed: 'seed',
    busy: (percent) => `machine ${percent} % busy`,
    held: 'All held',
    failed: 'failed',
    notRun: 'not run',
    interrupted: 'Interrupted: this is what there was until then',
    scenarios: (passed, all) => `${passed} of ${all} scenarios passed`,
    rules: (covered, all) => `${covered} of ${all} rules covered`,
    notCovered: 'not covered',
    search: 'Search by name, rule or invariant',
    found: (count) => (count === 1 ? '1 scenario' : `${count} scenarios`),
    step: 'Step',
    expected: 'expected',
    got: 'got',
    replay: 'Replay',
    calls: 'calls to banks',
    correct: {
      queriesAccepted: 'Accepted',
      queriesEnded: 'Ended',
      lost: 'Lost',
      doubled: 'Ended twice',
      wrongReports: 'Wrong reports',
      throttleExcess: 'Beyond the throttle',
      leaks: 'Leaks',
      violations: 'Invariants broken',
    },
    correctness: 'Correct answers',
    thresholds: 'Thresholds',
    value: 'measured',
    schedule: (due, sent) => `${due} due, ${sent} sent, on time`,
    scheduleBroken: 'The schedule was not kept: the latencies are not to be trusted',
    steps: { register: 'register', verify: 'verify', apply: 'apply', report: 'apply to report', view: 'view' },
    latency: 'Latency, from when it was due',
    count: 'count',
    most: 'max',
    outcomes: 'outcomes',
    throughput: 'Per second',
    overTime: 'Over time',
    incidents: 'Incidents',
    banks: 'Banks side by side',
    bank: 'Bank',
    amplification: 'amplification',
    peak: 'peak/s',
    injected: "the bank's own p99",
    series: { due: 'due', accepted: 'accepted', throttled: 'throttled', errors: 'errors' },
    second: 's',
  },
};
