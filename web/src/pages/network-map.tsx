export function NetworkMapPage(): null { return null; }
