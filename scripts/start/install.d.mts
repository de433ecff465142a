export class InstallProblem extends Error {}
export function checkNode(version?: string, platform?: string): void;
type Packages = Record<string, { version?: string; optional?: boolean; devOptional?: boolean }>;
export function isInstalled(locked: { packages: Packages }, installed: { packages?: Packages }): boolean;
export function install(root: string): Promise<void>;
export function explain(output: string): string;
