import type { Migration } from './ddl.ts';

/**
 * Masters: what is bought and sold, from and to whom, where, by whom, under which options. A record whose code another one has (`double_of`)
 * stands outside the unique indexes until a person decides.
 */
export const catalog: Migration = {
  name: '0002-catalog',
  statements: [
    `create table "product" (
    tenant_id uuid not null,
    product_id uuid not null,
    sku text collate "C" not null,
    name text not null,
    manufacturer text,
    picture text,
    weight_g double precision,
    length_mm bigint,
    width_mm bigint,
    height_mm bigint,
    serial_policy text not null,
    serial_scope text not null,
    serial_min bigint,
    serial_max bigint,
    serial_pattern text,
    serial_check_digit text not null,
    serial_case_fold boolean not null,
    active boolean not null,
    double_of uuid,
    primary key (tenant_id, product_id)
  )`,
    `create table "product_code" (
    tenant_id uuid not null,
    product_code_id uuid not null,
    product_id uuid not null,
    kind text not null,
    code text collate "C" not null,
    double_of uuid,
    primary key (tenant_id, product_code_id)
  )`,
    `create table "vendor" (
    tenant_id uuid not null,
    vendor_id uuid not null,
    code text collate "C" not null,
    name text not null,
    double_of uuid,
    primary key (tenant_id, vendor_id)
  )`,
    `create table "customer" (
    tenant_id uuid not null,
    customer_id uuid not null,
    code text collate "C" not null,
    name text not null,
    double_of uuid,
    primary key (tenant_id, customer_id)
  )`,
    `create table "warehouse" (
    tenant_id uuid not null,
    warehouse_id uuid not null,
    code text collate "C" not null,
    name text not null,
    double_of uuid,
    primary key (tenant_id, warehouse_id)
  )`,
    `create table "bin" (
    tenant_id uuid not null,
    bin_id uuid not null,
    warehouse_id uuid not null,
    code text collate "C" not null,
    double_of uuid,
    primary key (tenant_id, bin_id)
  )`,
    `create table "operator" (
    tenant_id uuid not null,
    operator_id uuid not null,
    code text collate "C" not null,
    name text not null,
    role text not null,
    badge text collate "C",
    pin_hash text,
    warehouse_ids jsonb,
    active boolean not null,
    double_of uuid,
    primary key (tenant_id, operator_id)
  )`,
    `create table "station" (
    tenant_id uuid not null,
    station_id uuid not null,
    name text not null,
    kind text not null,
    warehouse_id uuid not null,
    "state" text not null,
    primary key (tenant_id, station_id)
  )`,
    `create table "policy_value" (
    tenant_id uuid not null,
    "level" text collate "C" not null,
    level_id text collate "C" not null,
    "key" text collate "C" not null,
    "value" jsonb not null,
    policy_version bigint not null,
    primary key (tenant_id, "level", level_id, "key")
  )`,
    `create table "rate" (
    tenant_id uuid not null,
    rate_id uuid not null,
    carrier text not null,
    service text not null,
    max_weight_g double precision not null,
    price_cents bigint not null,
    currency text not null,
    transit_days bigint not null,
    note text,
    primary key (tenant_id, rate_id)
  )`,
    `create index product_sku on product (tenant_id, sku)`,
    `create unique index product_sku_unique on product (tenant_id, sku) where double_of is null`,
    `create index product_code_code on product_code (tenant_id, code)`,
    `create unique index product_code_unique on product_code (tenant_id, kind, code) where double_of is null and kind <> 'vendor-sku'`,
    `create index product_code_product on product_code (tenant_id, product_id)`,
    `create index vendor_code on vendor (tenant_id, code)`,
    `create unique index vendor_code_unique on vendor (tenant_id, code) where double_of is null`,
    `create unique index customer_code_unique on customer (tenant_id, code) where double_of is null`,
    `create unique index warehouse_code_unique on warehouse (tenant_id, code) where double_of is null`,
    `create index bin_code on bin (tenant_id, warehouse_id, code)`,
    `create unique index bin_code_unique on bin (tenant_id, warehouse_id, code) where double_of is null`,
    `create index operator_code on operator (tenant_id, code)`,
    `create unique index operator_code_unique on operator (tenant_id, code) where double_of is null`,
    `create unique index operator_badge_unique on operator (tenant_id, badge) where double_of is null and badge is not null`,
  ],
};
