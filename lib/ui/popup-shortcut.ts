interface Commands {
  getAll(): Promise<{ name?: string | undefined; shortcut?: string | undefined }[]>;
}

/** The keys that open the popup, as the browser writes them; null where there are none, as on phones. */
export async function popupShortcut(commands: Commands | undefined): Promise<string | null> {
  const all = (await commands?.getAll()) ?? [];
  return all.find(({ name }) => name === '_execute_action')?.shortcut || null;
}
