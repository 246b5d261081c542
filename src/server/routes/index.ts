import type { Route } from '../route.ts';
import { createAccount } from './accounts/create.ts';
import { disableAccount } from './accounts/disable.ts';
import { enableAccount } from './accounts/enable.ts';
import { listAccounts } from './accounts/list.ts';
import { resetPassword } from './accounts/reset-password.ts';
import { setRole } from './accounts/set-role.ts';
import { approveRequest } from './approvals/approve.ts';
import { listApprovals } from './approvals/list.ts';
import { refuseRequest } from './approvals/refuse.ts';
import { requestApproval } from './approvals/request.ts';
import { listAuditRecords } from './audit/list.ts';
import { verifyAudit } from './audit/verify.ts';
import { cancelCapture } from './captures/cancel.ts';
import { listCaptureFolder } from './captures/folder.ts';
import { forgetKeptCapture } from './captures/forget.ts';
import { getCapture } from './captures/get.ts';
import { listCaptures } from './captures/list.ts';
import { openKeptCapture } from './captures/open-kept.ts';
import { readCaptureOfFolder } from './captures/read.ts';
import { uploadCapture } from './captures/upload.ts';
import { correctDevice } from './devices/correct.ts';
import { listDeviceEdges } from './devices/edges.ts';
import { getEvidence } from './devices/evidence.ts';
import { listFacets } from './devices/facets.ts';
import { getDevice } from './devices/get.ts';
import { listDevices } from './devices/list.ts';
import { getTimeline } from './devices/timeline.ts';
import { withdrawCorrection } from './devices/withdraw-correction.ts';
import { listDeviceTypes } from './knowledge/device-types.ts';
import { listMapEdges } from './network-map/edges.ts';
import { getNetworkMap } from './network-map/get.ts';
import { getCoverage } from './overview/coverage.ts';
import { getOverview } from './overview/get.ts';
import { listInterfaces } from './sensors/interfaces.ts';
import { listSensors } from './sensors/list.ts';
import { startSensor } from './sensors/start.ts';
import { stopSensor } from './sensors/stop.ts';
import { describeServer } from './server/description.ts';
import { followEvents } from './server/events.ts';
import { checkHealth } from './server/health.ts';
import { changePassword } from './session/change-password.ts';
import { signIn } from './session/sign-in.ts';
import { signOut } from './session/sign-out.ts';
import { whoAmI } from './session/who-am-i.ts';
import { changeSettings } from './settings/change.ts';
import { getSettings } from './settings/get.ts';

/** All operations, each in the file that its id names. */
export const ROUTES: readonly Route[] = [
  signIn,
  signOut,
  whoAmI,
  changePassword,
  listAccounts,
  createAccount,
  setRole,
  disableAccount,
  enableAccount,
  resetPassword,
  getOverview,
  getCoverage,
  listDevices,
  listFacets,
  getDevice,
  getEvidence,
  getTimeline,
  listDeviceEdges,
  correctDevice,
  withdrawCorrection,
  getNetworkMap,
  listMapEdges,
  listCaptures,
  getCapture,
  uploadCapture,
  listCaptureFolder,
  readCaptureOfFolder,
  cancelCapture,
  openKeptCapture,
  forgetKeptCapture,
  listSensors,
  listInterfaces,
  startSensor,
  stopSensor,
  listAuditRecords,
  verifyAudit,
  listApprovals,
  requestApproval,
  approveRequest,
  refuseRequest,
  getSettings,
  changeSettings,
  listDeviceTypes,
  checkHealth,
  describeServer,
  followEvents,
];
