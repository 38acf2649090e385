import { mountStation } from '@serialbridge/ui/station';
import { ShipApp } from './ship-app.tsx';

mountStation(<ShipApp />);
