import { gatherKernel } from '../test/device-bench/kernel.ts';
import { startBench } from '../test/device-bench/start-bench.ts';
import { GADGETS } from '../test/device-bench/gadgets.ts';
const t0=Date.now(); const say=(x:string)=>console.log(((Date.now()-t0)/1000).toFixed(1),x);
const kernel = gatherKernel();
say(kernel.version);
const bench = await startBench({qemu:'/usr/bin/qemu-system-x86_64',busybox:'/bin/busybox',kernel});
say('boot '+bench.boot_s);
try {
let n=0;
for (const spec of Object.values(GADGETS)) { await bench.agent.call('create',{spec,udc:`dummy_udc.${n++}`}); await bench.agent.call('plug',{name:spec.name}); say('plugged '+spec.name);}
await bench.qmp.plug({driver:'usb-serial',chardev:'ftdi',id:'ftdi0',bus:'xhci.0',serial:'BENCHF0001'});
await new Promise(r=>setTimeout(r,2000));
say(JSON.stringify(await bench.agent.call('raw_list',{}),null,1));
const h=bench.agent.call('raw_hear',{vendor_id:'0c2e',product_id:'0b87',for_ms:3000});
await new Promise(r=>setTimeout(r,500));
say('taken '+await bench.agent.call('send',{name:'layout-a',pieces:Array.from({length:50},(_,i)=>Buffer.alloc(64,i).toString('hex')),timeout_ms:2500}));
const got=await h; say(got.length+' '+got.map(x=>x.slice(0,2)).join(' '));
} catch(e){console.log(e)} 
console.log(bench.qemu.console().slice(-3000)); await bench.stop();
