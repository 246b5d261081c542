export function SettingsPage(): null { return null; }
