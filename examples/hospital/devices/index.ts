import type { DeviceKind } from '../hospital.ts';
import { accessPoint } from './access-point.ts';
import { accessSwitch } from './access-switch.ts';
import { airHandler } from './air-handler.ts';
import { alarmServer } from './alarm-server.ts';
import { anaesthesiaMachine } from './anaesthesia-machine.ts';
import { anaesthesiaRecord } from './anaesthesia-record.ts';
import { angiography } from './angiography.ts';
import { bloodGasAnalyser } from './blood-gas-analyser.ts';
import { boneDensitometer } from './bone-densitometer.ts';
import { buildingManagement } from './building-management.ts';
import { callManager } from './call-manager.ts';
import { camera } from './camera.ts';
import { centralStation } from './central-station.ts';
import { chemistryAnalyser } from './chemistry-analyser.ts';
import { coagulationAnalyser } from './coagulation-analyser.ts';
import { coreRouter } from './core-router.ts';
import { crReader } from './cr-reader.ts';
import { ct } from './ct.ts';
import { dhcpServer } from './dhcp-server.ts';
import { dialysisMachine } from './dialysis-machine.ts';
import { dialysisSystem } from './dialysis-system.ts';
import { domainController } from './domain-controller.ts';
import { ecgCart } from './ecg-cart.ts';
import { ecgSystem } from './ecg-system.ts';
import { endoscopeWasher } from './endoscope-washer.ts';
import { endoscopy } from './endoscopy.ts';
import { endoscopySystem } from './endoscopy-system.ts';
import { eyeCamera } from './eye-camera.ts';
import { fetalMonitor } from './fetal-monitor.ts';
import { fileServer } from './file-server.ts';
import { filmPrinter } from './film-printer.ts';
import { firewall } from './firewall.ts';
import { fluoroscopy } from './fluoroscopy.ts';
import { glucoseMeter } from './glucose-meter.ts';
import { haematologyAnalyser } from './haematology-analyser.ts';
import { imageViewer } from './image-viewer.ts';
import { immunoassayAnalyser } from './immunoassay-analyser.ts';
import { infusionPump } from './infusion-pump.ts';
import { interfaceEngine } from './interface-engine.ts';
import { ipPhone } from './ip-phone.ts';
import { isolationRoom } from './isolation-room.ts';
import { labelPrinter } from './label-printer.ts';
import { laboratorySystem } from './laboratory-system.ts';
import { logServer } from './log-server.ts';
import { maintenanceGateway } from './maintenance-gateway.ts';
import { mammography } from './mammography.ts';
import { medicineCabinet } from './medicine-cabinet.ts';
import { medicineRefrigerator } from './medicine-refrigerator.ts';
import { mobileXRay } from './mobile-x-ray.ts';
import { monitorGateway } from './monitor-gateway.ts';
import { mr } from './mr.ts';
import { networkMonitor } from './network-monitor.ts';
import { nuclearMedicine } from './nuclear-medicine.ts';
import { nurseCall } from './nurse-call.ts';
import { officeComputer } from './office-computer.ts';
import { officePrinter } from './office-printer.ts';
import { pacs } from './pacs.ts';
import { patientMonitor } from './patient-monitor.ts';
import { plantController } from './plant-controller.ts';
import { pointOfCareManager } from './point-of-care-manager.ts';
import { powerMeter } from './power-meter.ts';
import { powerSupply } from './power-supply.ts';
import { pumpServer } from './pump-server.ts';
import { radiologySystem } from './radiology-system.ts';
import { recordServer } from './record-server.ts';
import { recordTerminal } from './record-terminal.ts';
import { steriliser } from './steriliser.ts';
import { storage } from './storage.ts';
import { syringePump } from './syringe-pump.ts';
import { timeServer } from './time-server.ts';
import { ultrasound } from './ultrasound.ts';
import { unknownBox } from './unknown-box.ts';
import { updateServer } from './update-server.ts';
import { urineAnalyser } from './urine-analyser.ts';
import { ventilator } from './ventilator.ts';
import { videoRecorder } from './video-recorder.ts';
import { visitorPhone } from './visitor-phone.ts';
import { xRayRoom } from './x-ray-room.ts';

/** All kinds of device. Their order decides the bytes that a seed gives. */
export const DEVICE_KINDS: readonly DeviceKind[] = [
  accessPoint,
  accessSwitch,
  airHandler,
  alarmServer,
  anaesthesiaMachine,
  anaesthesiaRecord,
  angiography,
  bloodGasAnalyser,
  boneDensitometer,
  buildingManagement,
  callManager,
  camera,
  centralStation,
  chemistryAnalyser,
  coagulationAnalyser,
  coreRouter,
  crReader,
  ct,
  dhcpServer,
  dialysisMachine,
  dialysisSystem,
  domainController,
  ecgCart,
  ecgSystem,
  endoscopeWasher,
  endoscopy,
  endoscopySystem,
  eyeCamera,
  fetalMonitor,
  fileServer,
  filmPrinter,
  firewall,
  fluoroscopy,
  glucoseMeter,
  haematologyAnalyser,
  imageViewer,
  immunoassayAnalyser,
  infusionPump,
  interfaceEngine,
  ipPhone,
  isolationRoom,
  labelPrinter,
  laboratorySystem,
  logServer,
  maintenanceGateway,
  mammography,
  medicineCabinet,
  medicineRefrigerator,
  mobileXRay,
  monitorGateway,
  mr,
  networkMonitor,
  nuclearMedicine,
  nurseCall,
  officeComputer,
  officePrinter,
  pacs,
  patientMonitor,
  plantController,
  pointOfCareManager,
  powerMeter,
  powerSupply,
  pumpServer,
  radiologySystem,
  recordServer,
  recordTerminal,
  steriliser,
  storage,
  syringePump,
  timeServer,
  ultrasound,
  unknownBox,
  updateServer,
  urineAnalyser,
  ventilator,
  videoRecorder,
  visitorPhone,
  xRayRoom,
];
