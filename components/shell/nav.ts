import {
  ArrowRightLeft,
  BookOpenCheck,
  Braces,
  Bell,
  Boxes,
  Cable,
  ChartLine,
  Coins,
  FlaskConical,
  House,
  KeyRound,
  Layers,
  LifeBuoy,
  LayoutDashboard,
  LayoutTemplate,
  ListChecks,
  Lock,
  PackageOpen,
  Play,
  Scale,
  ReceiptText,
  ScrollText,
  Shapes,
  Split,
  SquarePen,
  Users,
  Wallet,
  Zap,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";

export type NavId =
  | "home"
  | "catalog"
  | "actions"
  | "runs"
  | "approvals"
  | "insights"
  | "help"
  | "dashboards"
  | "workspaces"
  | "variable-sets"
  | "blueprints"
  | "action-definitions"
  | "policies"
  | "templates"
  | "budgets"
  | "rate-cards"
  | "bills"
  | "cost-allocation"
  | "documentation"
  | "cost-allocation"
  | "connections"
  | "secrets"
  | "notifications"
  | "teams"
  | "api-clients"
  | "audit"
  | "bundle"
  | "demo"
  | "migrations";

export interface NavItem {
  id: NavId;
  label: string;
  href: string;
  icon: LucideIcon;
  /** Keys pressed one after the other. */
  keys?: readonly [string, string];
  adminOnly?: boolean;
}

export const mainNav: readonly NavItem[] = [
  { id: "home", label: "Home", href: "/", icon: House, keys: ["g", "h"] },
  { id: "catalog", label: "Catalog", href: "/catalog", icon: Boxes, keys: ["g", "c"] },
  { id: "actions", label: "Actions", href: "/actions", icon: Zap, keys: ["g", "a"] },
  { id: "runs", label: "Runs", href: "/runs", icon: Play, keys: ["g", "r"] },
  { id: "approvals", label: "Approvals", href: "/approvals", icon: ListChecks, keys: ["g", "p"] },
  { id: "insights", label: "Insights", href: "/insights", icon: ChartLine, keys: ["g", "i"] },
  { id: "dashboards", label: "Dashboards", href: "/dashboards", icon: LayoutDashboard, keys: ["g", "d"] },
];

export const settingsNav: readonly NavItem[] = [
  { id: "blueprints", label: "Blueprints", href: "/settings/blueprints", icon: Shapes, adminOnly: true },
  {
    id: "action-definitions",
    label: "Action forms",
    href: "/settings/actions",
    icon: SquarePen,
    adminOnly: true,
  },
  { id: "policies", label: "Policies", href: "/settings/policies", icon: Scale, adminOnly: true },
  { id: "templates", label: "Templates", href: "/settings/templates", icon: LayoutTemplate, adminOnly: true },
  { id: "budgets", label: "Budgets", href: "/settings/budgets", icon: Wallet },
  {
    id: "rate-cards",
    label: "Prices & quotas",
    href: "/settings/rate-cards",
    icon: Coins,
    adminOnly: true,
  },
  { id: "bills", label: "Bills", href: "/settings/bills", icon: ReceiptText, adminOnly: true },
  { id: "cost-allocation", label: "Cost allocation", href: "/settings/costs", icon: Split, adminOnly: true },
  {
    id: "documentation",
    label: "Documentation",
    href: "/settings/documentation",
    icon: BookOpenCheck,
    adminOnly: true,
  },
  { id: "connections", label: "Connections", href: "/settings/connections", icon: Cable, adminOnly: true },
  { id: "help", label: "Help requests", href: "/help", icon: LifeBuoy },
  { id: "workspaces", label: "Workspaces", href: "/workspaces", icon: Layers },
  {
    id: "variable-sets",
    label: "Variable sets",
    href: "/settings/variable-sets",
    icon: Braces,
    adminOnly: true,
  },
  { id: "secrets", label: "Secrets", href: "/settings/secrets", icon: Lock, adminOnly: true },
  {
    id: "notifications",
    label: "Notifications",
    href: "/settings/notifications",
    icon: Bell,
    adminOnly: true,
  },
  { id: "teams", label: "Teams & people", href: "/settings/teams", icon: Users },
  { id: "api-clients", label: "API clients", href: "/settings/api-clients", icon: KeyRound, adminOnly: true },
  {
    id: "migrations",
    label: "Migrations",
    href: "/settings/migrations",
    icon: ArrowRightLeft,
    adminOnly: true,
  },
  { id: "bundle", label: "Import & export", href: "/settings/bundle", icon: PackageOpen, adminOnly: true },
  { id: "demo", label: "Demo data", href: "/settings/demo", icon: FlaskConical, adminOnly: true },
  { id: "audit", label: "Audit log", href: "/settings/audit", icon: ScrollText, adminOnly: true },
];

/** Whether `href` is the section of `pathname`; home is only itself. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
