import { mountStation } from '@serialbridge/ui/station';
import { ReceiveApp } from './receive-app.tsx';

mountStation(<ReceiveApp />);
