export function AccountsPage(): null { return null; }
