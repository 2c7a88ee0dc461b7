import { loadModule, parseSync } from "libpg-query";
import { referenceTables } from "@/db/distribution";

/** A node of the tree into which PostgreSQL's own parser reads a statement. */
type Node = Record<string, unknown>;

/**
 * What a query reads from. `tables`: tables of organizations below it. `one`: all of it belongs to one organization that
 * the statement names by a constant. `named`: of the table of organizations, that one organization is meant.
 */
type Source = { tables: number; one: boolean; reference?: boolean; named?: boolean };
type Sources = ReadonlyMap<string, Source>;

await loadModule();

const statementKinds = ["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt"] as const;
const nothing: Source = { tables: 0, one: true };

/**
 * Why a statement cannot run where organizations lie on several servers; null when it can: what writes or locks names one
 * organization by a constant, and what reads across organizations is a plain SELECT over one table.
 */
export function faultOf(text: string): string | null {
  const faults: string[] = [];
  for (const { stmt } of (parseSync(text) as { stmts: { stmt: Node }[] }).stmts) {
    if (!statementKinds.some((kind) => kind in stmt)) continue;
    const read = new Reader(faults).query(stmt, new Map(), new Map());
    if (!read.one && read.tables > 1) faults.push("reads several tables across organizations");
  }
  return faults[0] ?? null;
}

class Reader {
  constructor(private readonly faults: string[]) {}

  /** @param named what WITH has given a name; `outer`: the sources that a correlated query sees */
  query(stmt: Node, named: Sources, outer: Sources): Source {
    const kind = statementKinds.find((one) => one in stmt);
    if (!kind) return nothing;
    const body = stmt[kind] as Node;
    const known = new Map(named);
    const read: Source[] = [];
    for (const cte of list((body.withClause as Node | undefined)?.ctes)) {
      const { ctename, ctequery } = cte.CommonTableExpr as { ctename: string; ctequery: Node };
      // A recursive query reads itself.
      if ((body.withClause as Node).recursive) known.set(ctename, nothing);
      const source = this.query(ctequery, known, outer);
      known.set(ctename, { ...source, tables: 0 });
      read.push(source);
    }
    if (kind === "SelectStmt" && body.larg)
      return both([
        ...read,
        either(["larg", "rarg"].map((arm) => this.query({ SelectStmt: body[arm] }, known, outer))),
      ]);
    return both([
      ...read,
      kind === "InsertStmt" ? this.#insert(body, known, outer) : this.#rest(kind, body, known, outer),
    ]);
  }

  #insert(body: Node, known: Sources, outer: Sources): Source {
    const table = body.relation as Node;
    const source = this.query((body.selectStmt as Node) ?? {}, known, outer);
    if (isReference(table)) return source;
    const place = list(body.cols).findIndex((column) => (column.ResTarget as Node).name === "organization_id");
    const select = (body.selectStmt as { SelectStmt: Node }).SelectStmt;
    const rows = list(select.valuesLists).map((row) => list((row.List as Node).items)[place]);
    const given =
      rows.length > 0 ? rows : [(list(select.targetList)[place]?.ResTarget as Node | undefined)?.val as Node];
    const constant = given.every((value) => value && isConstant(value));
    if (place < 0 || !(constant || (rows.length === 0 && source.one && (hasTables(select) || known.size > 0))))
      this.faults.push(`inserts into ${String(table.relname)} without one organization`);
    return both([source, { tables: 1, one: constant || source.one }]);
  }

  #rest(kind: string, body: Node, known: Sources, outer: Sources): Source {
    const sources = new Map<string, Source>();
    const conditions: Node[] = [body.whereClause as Node];
    const inside: Source[] = [];
    const target = body.relation as Node | undefined;
    if (target) this.#from({ RangeVar: target }, { sources, conditions, known });
    const subqueries = [...list(body.fromClause), ...list(body.usingClause)].flatMap((item) =>
      this.#from(item, { sources, conditions, known }),
    );
    this.#settle(sources, conditions, outer);
    // What can be true of no row touches none.
    if (conditions.flatMap(parts).some(isFalse))
      for (const [name, source] of sources) sources.set(name, { ...source, one: true, named: true });
    for (const item of subqueries) this.#subquery(item, { sources, known, outer });
    this.#settle(sources, conditions, outer);
    const visible = new Map([...outer, ...sources]);
    for (const part of [body.whereClause, body.targetList, body.returningList, body.havingClause, ...conditions])
      for (const link of subLinks(part)) inside.push(this.query(link.subselect as Node, known, visible));
    if (target && !sources.get(aliasOf(target))!.one)
      this.faults.push(`${kind} of ${String(target.relname)} without one organization`);
    if (list(body.lockingClause).length > 0)
      for (const [name, source] of sources) if (!source.one) this.faults.push(`locks ${name} without one organization`);
    this.#shapes(body, sources);
    return both([...sources.values(), ...inside]);
  }

  /** @returns the subqueries, which are read once it is known what their neighbours are */
  #from(item: Node, at: { sources: Map<string, Source>; conditions: Node[]; known: Sources }): Node[] {
    if (item.JoinExpr) {
      const join = item.JoinExpr as Node;
      at.conditions.push(join.quals as Node);
      return [...this.#from(join.larg as Node, at), ...this.#from(join.rarg as Node, at)];
    }
    if (item.RangeVar) {
      const table = item.RangeVar as Node;
      const cte = at.known.get(String(table.relname));
      const own = isReference(table) ? { tables: 0, one: true, reference: true } : { tables: 1, one: false };
      at.sources.set(aliasOf(table), cte && table.schemaname === undefined ? cte : own);
    }
    return item.RangeSubselect ? [item.RangeSubselect as Node] : [];
  }

  #subquery(item: Node, at: { sources: Map<string, Source>; known: Sources; outer: Sources }): void {
    const { subquery, lateral, alias } = item as { subquery: Node; lateral?: boolean; alias?: Node };
    const visible = lateral ? new Map([...at.outer, ...at.sources]) : at.outer;
    const overOrganizations = [...at.sources.values()].some(({ reference, named }) => reference && !named);
    if (lateral && (subquery.SelectStmt as Node).limitCount && overOrganizations)
      this.faults.push("a lateral LIMIT over organizations");
    at.sources.set(String(alias?.aliasname ?? "?"), this.query(subquery, at.known, visible));
  }

  /** Spreads what is known of one source to those that are joined to it by organization. */
  #settle(sources: Map<string, Source>, conditions: Node[], outer: Sources): void {
    const equal = conditions.flatMap(parts).flatMap((part) => equality(part, sources));
    for (let changed = true; changed; ) {
      changed = false;
      for (const [one, other] of equal) {
        const source = sources.get(one);
        if (!source || isNamed(source) || !(other === null || isNamed(sources.get(other) ?? outer.get(other))))
          continue;
        sources.set(one, { ...source, one: true, named: true });
        changed = true;
      }
    }
  }

  #shapes(body: Node, sources: Sources): void {
    const bare = list(body.fromClause).some((item) => {
      const { subquery } = (item.RangeSubselect ?? {}) as { subquery?: { SelectStmt: Node } };
      return (
        subquery && !hasTables(subquery.SelectStmt) && !subquery.SelectStmt.valuesLists && !subquery.SelectStmt.larg
      );
    });
    const tables = [...sources.values()].reduce((sum, source) => sum + source.tables, 0);
    if (bare && tables === 0 && [body.whereClause, body.targetList].some((part) => subLinks(part).length > 0))
      this.faults.push("a correlated subquery under a FROM without a table");
  }
}

/** Tables of other schemas, such as the list of migrations, are not those of organizations. */
const isReference = ({ relname, schemaname }: Node) =>
  (referenceTables as readonly unknown[]).includes(relname) ||
  String(relname).startsWith("pg_") ||
  (schemaname !== undefined && schemaname !== "public");
const isNamed = (source: Source | undefined) => source !== undefined && (source.reference ? source.named : source.one);
const aliasOf = (table: Node) => String((table.alias as Node | undefined)?.aliasname ?? table.relname);
const list = (value: unknown): Node[] => (Array.isArray(value) ? (value as Node[]) : []);
const hasTables = (select: Node) => list(select.fromClause).length > 0;

function both(sources: readonly Source[]): Source {
  return {
    tables: sources.reduce((sum, { tables }) => sum + tables, 0),
    one: sources.every(({ one }) => one),
  };
}

/** Each arm of a UNION is read for itself. */
function either(arms: readonly Source[]): Source {
  return { tables: Math.max(...arms.map(({ tables }) => tables)), one: arms.every(({ one }) => one) };
}

/** The conditions of which all hold. */
function parts(condition: Node | undefined): Node[] {
  if (!condition) return [];
  const { boolop, args } = (condition.BoolExpr ?? {}) as { boolop?: string; args?: Node[] };
  return boolop === "AND_EXPR" ? args!.flatMap(parts) : [condition];
}

/** The sources whose organizations a condition makes equal; null stands for a constant. */
function equality(condition: Node, sources: Sources): [string, string | null][] {
  const { kind, name, lexpr, rexpr } = (condition.A_Expr ?? {}) as {
    kind?: string;
    name?: Node[];
    lexpr: Node;
    rexpr: Node;
  };
  if (kind !== "AEXPR_OP" || (name?.[0]?.String as Node | undefined)?.sval !== "=") return [];
  const [left, right] = [organizationOf(lexpr, sources), organizationOf(rexpr, sources)];
  if (left && right)
    return [
      [left, right],
      [right, left],
    ];
  if (left && isConstant(rexpr)) return [[left, null]];
  return right && isConstant(lexpr) ? [[right, null]] : [];
}

/** The source whose organization a column is. */
function organizationOf(expression: Node, sources: Sources): string | undefined {
  const fields = list((expression.ColumnRef as Node | undefined)?.fields).map(
    (field) => (field.String as Node | undefined)?.sval,
  );
  const column = fields.at(-1);
  const source = fields.length > 1 ? String(fields.at(-2)) : [...sources].find(([, { tables }]) => tables > 0)?.[0];
  if (column === "organization_id") return source;
  return column === "id" && source && (sources.get(source)?.reference ?? ["o", "organizations"].includes(source))
    ? source
    : undefined;
}

const isFalse = (condition: Node): boolean => {
  const { boolval } = (condition.A_Const ?? {}) as { boolval?: { boolval?: boolean } };
  return boolval !== undefined && !boolval.boolval;
};

function isConstant(expression: Node): boolean {
  if (expression.TypeCast) return isConstant((expression.TypeCast as { arg: Node }).arg);
  return "ParamRef" in expression || "A_Const" in expression;
}

function subLinks(part: unknown): Node[] {
  if (typeof part !== "object" || part === null) return [];
  if ("SubLink" in part) return [(part as { SubLink: Node }).SubLink];
  return Object.values(part).flatMap(subLinks);
}
