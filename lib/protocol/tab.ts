/** Background → bridges of a tab, by `tabs.sendMessage`: also those whose port is long closed hear it. Never answered. */
export type TabMessage =
  /** To the document of a tab that was opened for an errand: ask for it with this token. */
  | { serve: string }
  /** A site's permission has changed: whoever has asked for his own asks again. Names no site: every tab is told. */
  | { recheck: 'permission' };
