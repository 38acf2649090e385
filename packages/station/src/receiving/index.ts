export { createReceivingService, type ReceivingService } from './receiving-service.ts';
