import type { MetricDefinition } from "../definition";
import { changeFailRate } from "./change-fail-rate";
import { changeLeadTime } from "./change-lead-time";
import { changesWaiting } from "./changes-waiting";
import { costOptimisation } from "./cost-optimisation";
import { deflection } from "./deflection";
import { deploymentFrequency } from "./deployment-frequency";
import { diffsPerEngineer } from "./diffs-per-engineer";
import { documentationCoverage } from "./documentation-coverage";
import { findingsFixedInTime } from "./findings-fixed-in-time";
import { goldenPathUsage } from "./golden-path-usage";
import { hoursSaved } from "./hours-saved";
import { leadTimeImpact } from "./lead-time-impact";
import { onboardingTime } from "./onboarding-time";
import { openFailures } from "./open-failures";
import { operationalEfficiency } from "./operational-efficiency";
import { platformAdoption } from "./platform-adoption";
import { platformUptime } from "./platform-uptime";
import { portalReach } from "./portal-reach";
import { recoveryTime } from "./recovery-time";
import { restoreTime } from "./restore-time";
import { reworkRate } from "./rework-rate";
import { securityPosture } from "./security-posture";
import { selfServiceSuccess } from "./self-service-success";
import { supportTickets } from "./support-tickets";
import { developerExperience, platformNps } from "./surveys";
import { releaseLag } from "./release-lag";
import { templateReleases } from "./template-releases";
import { templateVelocity } from "./template-velocity";
import { timeOnNewCapabilities } from "./time-on-new-capabilities";
import { timeToFirstDeployment } from "./time-to-first-deployment";
import { toilHours } from "./toil";
import { toolFragmentation } from "./tool-fragmentation";
import { velocityImpact } from "./velocity-impact";

/** Every metric, in the order in which lists show them. */
export const METRICS: readonly MetricDefinition[] = [
  deploymentFrequency,
  changeLeadTime,
  changeFailRate,
  recoveryTime,
  reworkRate,
  changesWaiting,
  openFailures,
  restoreTime,
  diffsPerEngineer,
  timeOnNewCapabilities,
  developerExperience,
  platformNps,
  platformAdoption,
  portalReach,
  selfServiceSuccess,
  goldenPathUsage,
  timeToFirstDeployment,
  onboardingTime,
  toolFragmentation,
  supportTickets,
  deflection,
  toilHours,
  operationalEfficiency,
  hoursSaved,
  platformUptime,
  releaseLag,
  templateReleases,
  templateVelocity,
  documentationCoverage,
  costOptimisation,
  securityPosture,
  findingsFixedInTime,
  velocityImpact,
  leadTimeImpact,
];

const byId = new Map(METRICS.map((metric) => [metric.id, metric]));

/** The metric of an id; undefined where there is none. */
export const metricOf = (id: string): MetricDefinition | undefined => byId.get(id);
