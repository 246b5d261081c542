import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Times are microseconds since 1970. `json` and not `jsonb`: it keeps the text as it is, takes any string that JavaScript
 * can hold (a zero character inside jsonb is an error), and nothing here asks inside a document. Rows that are updated
 * often have room left on their page and no index on what is updated, so that an update stays on the page.
 */
const STATEMENTS = [
  `create table tenant (tenant int primary key, name text not null)`,
  `create table site (
    tenant int not null references tenant, site int not null, name text not null,
    primary key (tenant, site))`,
  `insert into tenant (tenant, name) values (1, 'default')`,
  `insert into site (tenant, site, name) values (1, 1, 'default')`,

  `create table account (
    tenant int not null, site int not null, id uuid not null,
    login text not null, name text not null, role text not null, password_hash text not null,
    must_change_password boolean not null, created_at bigint not null,
    disabled_at bigint, last_sign_in_at bigint,
    primary key (tenant, id), unique (tenant, login), foreign key (tenant, site) references site)`,
  `create table session (
    tenant int not null, site int not null, token_hash text not null,
    account_id uuid not null, created_at bigint not null, last_used_at bigint not null, expires_at bigint not null,
    primary key (tenant, token_hash),
    foreign key (tenant, account_id) references account (tenant, id) on delete cascade)`,
  `create index session_of_account on session (tenant, account_id)`,

  `create table audit_record (
    tenant int not null, site int not null, number bigint not null,
    at bigint not null, kind text not null, actor_name text not null, subject_name text,
    content text not null, hash text not null,
    primary key (tenant, number), foreign key (tenant, site) references site)`,
  `create table audit_head (
    tenant int not null references tenant, site int not null, number bigint not null, hash text not null,
    primary key (tenant))`,
  `create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'audit records are only ever added'; end $$`,
  `create trigger audit_record_is_final before update or delete or truncate on audit_record
    for each statement execute function refuse_change()`,

  `create table approval (
    tenant int not null, site int not null, id uuid not null,
    kind text not null, subject json not null, reason text not null, state text not null,
    requested_by_id uuid not null, requested_by_name text not null, requested_at bigint not null,
    expires_at bigint not null,
    decided_by_id uuid, decided_by_name text, decided_at bigint, remark text,
    primary key (tenant, site, id), foreign key (tenant, site) references site,
    check (decided_by_id is null or state = 'refused' or decided_by_id <> requested_by_id))`,

  `create table sensor (
    tenant int not null, site int not null, id uuid not null,
    name text not null, interface text, state text not null,
    packets bigint not null, packets_per_second double precision not null, dropped_packets bigint not null,
    last_heard_at bigint, error text,
    primary key (tenant, site, id), unique (tenant, site, name), foreign key (tenant, site) references site)`,
  `create table run (
    tenant int not null, site int not null, number int generated always as identity,
    sensor_id uuid not null, last_batch bigint not null, coverage json, truncated json,
    began_at bigint not null, ended_at bigint,
    primary key (number), foreign key (tenant, site, sensor_id) references sensor)`,
  `create unique index run_in_progress on run (tenant, site, sensor_id) where ended_at is null`,
  `create index run_of_sensor on run (tenant, site, sensor_id, number)`,

  `create table capture (
    tenant int not null, site int not null, number int generated always as identity, id uuid not null,
    name text not null, origin text not null, state text not null, sensor_id uuid not null, run int, location text,
    packets bigint not null, bytes bigint not null, size_bytes bigint, read_bytes bigint,
    dropped_packets bigint not null, first_at bigint, last_at bigint,
    added_at bigint not null, added_by text not null, ended_at bigint,
    link_types json not null, anomalies json not null, anomaly_count bigint not null, error text,
    primary key (number), unique (tenant, site, id),
    foreign key (tenant, site, sensor_id) references sensor, foreign key (run) references run)`,
  `create index capture_by_time on capture (tenant, site, added_at)`,

  `create table evidence (
    tenant int not null, site int not null, id uuid not null,
    ip text not null, mac text not null, kind text not null, attribute text not null, value text not null,
    protocol text not null, count bigint not null, first_seen bigint not null, last_seen bigint not null,
    capture int not null, source text not null,
    primary key (tenant, site, id)) with (fillfactor = 85)`,
  `create table evidence_excerpt (
    tenant int not null, site int not null, evidence_id uuid not null, content text not null,
    primary key (tenant, site, evidence_id))`,

  `create table edge (
    tenant int not null, site int not null, id uuid not null, sensor_id uuid not null,
    client text not null, client_mac text not null, server text not null, server_mac text not null,
    transport text not null, port int not null, protocol text not null,
    encrypted boolean not null, tunnelled boolean not null, personal_data int not null, vlan int not null,
    first_at bigint not null, last_at bigint not null, run int not null,
    flows bigint not null, packets bigint not null, bytes bigint not null, packets_from_server bigint not null,
    flows_before bigint not null default 0, packets_before bigint not null default 0,
    bytes_before bigint not null default 0, packets_from_server_before bigint not null default 0,
    primary key (tenant, site, id)) with (fillfactor = 85)`,
  `create index edge_of_client on edge (tenant, site, client)`,
  `create index edge_of_server on edge (tenant, site, server)`,
  `create table pairing (
    tenant int not null, site int not null, id uuid not null, sensor_id uuid not null,
    mac text not null, ip text not null, vlan int not null, ttl int not null,
    first_at bigint not null, last_at bigint not null, run int not null,
    flows bigint not null, flows_before bigint not null default 0,
    primary key (tenant, site, id)) with (fillfactor = 85)`,
  `create table traffic (
    tenant int not null, site int not null, id uuid not null, sensor_id uuid not null,
    ip text not null, mac text not null, first_at bigint not null, last_at bigint not null, run int not null,
    packets bigint not null, bytes bigint not null,
    packets_before bigint not null default 0, bytes_before bigint not null default 0,
    primary key (tenant, site, id)) with (fillfactor = 85)`,

  `create table correction (
    tenant int not null, site int not null, id uuid not null,
    device_id text not null, conclusion text not null, value text not null, reason text,
    who text not null, at bigint not null, withdrawn_by text, withdrawn_at bigint,
    primary key (tenant, site, id), foreign key (tenant, site) references site)`,
  `create unique index correction_in_force on correction (tenant, site, device_id, conclusion)
    where withdrawn_at is null`,

  `create table device (
    tenant int not null, site int not null, id text not null,
    summary json not null, document json not null, identity text not null,
    name text, type text, manufacturer text, model text, role text, place text,
    ips inet[] not null, vlans int[] not null, personal_data boolean not null, corrected boolean not null,
    first_seen bigint not null, last_seen bigint not null,
    primary key (tenant, site, id), foreign key (tenant, site) references site) with (fillfactor = 70)`,

  `create table setting (
    tenant int not null, site int not null, name text not null, value json not null,
    primary key (tenant, site, name), foreign key (tenant, site) references site)`,
];

export const first: Migration = {
  async up(database) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
  },
};
