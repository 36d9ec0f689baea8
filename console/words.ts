// The words of the shell: pages, connection, language and light.

import type { PageName } from './routes.ts';
import type { Words } from './words-shape.ts';

interface ShellWords {
  readonly skip: string;
  readonly pages: Readonly<Record<PageName, string>>;
  readonly pagesLabel: string;
  readonly connection: Readonly<Record<'live' | 'connecting' | 'refused', string>>;
  readonly lost: string;
  readonly trouble: string;
  readonly tokenWanted: string;
  readonly token: string;
  readonly enter: string;
  readonly language: string;
  readonly theme: string;
  readonly themes: Readonly<Record<'system' | 'light' | 'dark', string>>;
}

export const SHELL_WORDS: Words<ShellWords> = {
  zh: {
    skip: '跳到内容',
    pages: { network: '网络', phone: '手机', queries: '查询', journal: '流水', results: '结果' },
    pagesLabel: '页面',
    connection: { live: '实时', connecting: '正在连接', refused: '需要令牌' },
    lost: '与网络的连接已断开，正在重连。显示的数据不是最新的。',
    trouble: '网络暂时无法提供数据，显示的数据不是最新的。',
    tokenWanted: '此网络只允许持有控制令牌者从其他机器控制：启动时由 --control-token 设定。',
    token: '控制令牌',
    enter: '进入',
    language: '语言',
    theme: '外观',
    themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  },
  en: {
    skip: 'Skip to content',
    pages: { network: 'Network', phone: 'Phone', queries: 'Queries', journal: 'Journal', results: 'Results' },
    pagesLabel: 'Pages',
    connection: { live: 'Live', connecting: 'Connecting', refused: 'Token wanted' },
    lost: 'The connection to the network is lost and is being tried again. What is shown is old.',
    trouble: 'The network cannot tell how it is just now. What is shown is old.',
    tokenWanted: 'From another machine this network is controlled with its token alone, set by --control-token.',
    token: 'Control token',
    enter: 'Enter',
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  },
};
