// Scans of triples and claims: which rows a pattern matches.
#include "storage/well_known.hpp"
#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

namespace wk = storage::well_known;
using storage::Order;

const VariableId kS = var(0);
const VariableId kR = var(1);
const VariableId kO = var(2);
const VariableId kC = var(3);

class Scans : public testing::Test {
 protected:
  Scans() {
    makes_ = facts_.relation("makes");
    uses_ = facts_.relation("uses");
    a_ = facts_.entity("a");
    b_ = facts_.entity("b");
    c_ = facts_.entity("c");
    facts_.claim(a_, makes_, b_);
    facts_.claim(a_, makes_, c_);
    facts_.claim(b_, makes_, c_);
    used_ = facts_.claim(a_, uses_, c_);
    facts_.claim(c_, uses_, c_);
  }
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }
  [[nodiscard]] Rows scan(const physical::TripleAccess& access, Variables columns) {
    return rows(node(physical::TripleScan{access}, std::move(columns)), terms());
  }
  [[nodiscard]] Rows scan(logical::ClaimScan scan, Variables columns) {
    physical::ClaimAccess access;
    access.scan = std::move(scan);
    return rows(node(physical::ClaimScan{access}, std::move(columns)), terms());
  }
  [[nodiscard]] logical::ClaimScan claims(TermId relation) const {
    logical::ClaimScan scan;
    scan.claim = Slot::of(kC);
    scan.subject = Slot::of(kS);
    scan.steps = {{relation, false}};
    scan.object = Slot::of(kO);
    return scan;
  }

  Facts facts_;
  TermId makes_;
  TermId uses_;
  TermId a_;
  TermId b_;
  TermId c_;
  TermId used_;
};

TEST_F(Scans, EveryOrderGivesTheSameRows) {
  const Rows expected = sorted({{a_, b_}, {a_, c_}, {b_, c_}});
  for (const auto& [order, prefix] : {std::pair(Order::pso, 1), std::pair(Order::pos, 1),
                                      std::pair(Order::spo, 0), std::pair(Order::osp, 0)}) {
    EXPECT_EQ(
        scan(triples(Slot::of(kS), makes_, Slot::of(kO), order, static_cast<std::uint8_t>(prefix)),
             {kS, kO}),
        expected);
  }
}

TEST_F(Scans, AnInverseStepSwapsTheEnds) {
  EXPECT_EQ(scan(triples(Slot::of(c_), makes_, Slot::of(kO), Order::pos, 2, true), {kO}),
            sorted({{a_}, {b_}}));
}

TEST_F(Scans, ConstantsBehindThePrefixAreChecked) {
  EXPECT_EQ(scan(triples(Slot::of(kS), makes_, Slot::of(b_), Order::pso, 1), {kS}), (Rows{{a_}}));
}

TEST_F(Scans, AnythingNeverMultiplies) {
  physical::TripleAccess access = triples(Slot::of(kS), makes_, Slot::any(), Order::pso, 1);
  access.distinct = true;
  EXPECT_EQ(scan(access, {kS}), sorted({{a_}, {b_}}));
  access.order = Order::pos;  // repeats do not stand together
  EXPECT_EQ(scan(access, {kS}), sorted({{a_}, {b_}}));
  physical::TripleAccess both = triples(Slot::any(), makes_, Slot::any(), Order::pso, 1);
  both.distinct = true;
  EXPECT_EQ(scan(both, {}), Rows{Row{}});
}

TEST_F(Scans, ObjectChoicesTestAndNeverMultiply) {
  physical::TripleAccess access = triples(Slot::of(kS), makes_, Slot::any(), Order::pos, 1);
  access.scan.object_choices = {c_, b_, c_};
  access.distinct = true;
  EXPECT_EQ(scan(access, {kS}), sorted({{a_}, {b_}}));
  access.order = Order::pso;
  EXPECT_EQ(scan(access, {kS}), sorted({{a_}, {b_}}));
  access.scan.object_choices = {b_};
  EXPECT_EQ(scan(access, {kS}), (Rows{{a_}}));
}

TEST_F(Scans, OneVariableTwiceIsOneTerm) {
  EXPECT_EQ(scan(triples(Slot::of(kS), uses_, Slot::of(kS), Order::pso, 1), {kS}), (Rows{{c_}}));
}

TEST_F(Scans, ARangeLimitsThePlaceAfterThePrefix) {
  physical::TripleAccess access = triples(Slot::of(kS), makes_, Slot::of(kO), Order::pso, 1);
  access.low = b_;
  access.high = b_;
  EXPECT_EQ(scan(access, {kS, kO}), (Rows{{b_, c_}}));
}

TEST_F(Scans, OpenRelationsPassOverBookKeepingAndQualifiers) {
  facts_.update().add_triple({a_, wk::kLabel, facts_.term(storage::text_term("A"))});
  facts_.claim({"", {b_, uses_, b_}, false, false, {{wk::kCertainty, wk::kStated}}});
  facts_.claim(used_, uses_, b_);  // a claim about a claim counts
  const Rows found =
      scan(open_triples(Slot::of(kS), Slot::of(kR), Slot::of(kO), Order::spo, 0), {kS, kR, kO});
  EXPECT_EQ(found, sorted({{a_, makes_, b_},
                           {a_, makes_, c_},
                           {b_, makes_, c_},
                           {a_, uses_, c_},
                           {c_, uses_, c_},
                           {b_, uses_, b_},
                           {used_, uses_, b_}}));
}

TEST_F(Scans, OpenRelationsAsAnythingGiveDistinctEnds) {
  physical::TripleAccess access =
      open_triples(Slot::of(kS), Slot::any(), Slot::of(kO), Order::spo, 0);
  access.distinct = true;
  EXPECT_EQ(scan(access, {kS, kO}), sorted({{a_, b_}, {a_, c_}, {b_, c_}, {c_, c_}}));
}

TEST_F(Scans, ClaimsOfOneTripleAreRowsEach) {
  const TermId second = facts_.claim({"c_second", {a_, uses_, c_}});
  EXPECT_EQ(scan(claims(uses_), {kS, kO, kC}).size(), 3U);
  logical::ClaimScan one = claims(uses_);
  one.subject = Slot::of(a_);
  EXPECT_EQ(scan(one, {kC}), sorted({{used_}, {second}}));
}

TEST_F(Scans, DeniedRetractedAndAlternativeClaimsShowOnDemand) {
  const TermId denied = facts_.claim({"", {b_, uses_, c_}, true});
  const TermId branch = facts_.claim({"", {b_, uses_, a_}, false, true});
  const TermId gone = facts_.claim({"", {c_, uses_, a_}});
  EXPECT_TRUE(facts_.update().retract_claim(gone));
  const auto subjects = [this](logical::ClaimScan scan_) {
    return scan(std::move(scan_), {kC}).size();
  };
  EXPECT_EQ(subjects(claims(uses_)), 2U);
  logical::ClaimScan no = claims(uses_);
  no.polarity = logical::ClaimScan::Polarity::denied;
  EXPECT_EQ(scan(no, {kC}), (Rows{{denied}}));
  logical::ClaimScan any = claims(uses_);
  any.polarity = logical::ClaimScan::Polarity::any;
  any.alternatives = true;
  EXPECT_EQ(subjects(any), 4U);
  any.claim = Slot::of(branch);
  EXPECT_EQ(scan(any, {kS, kO}), (Rows{{b_, a_}}));
  any.claim = Slot::of(gone);
  EXPECT_EQ(scan(any, {kS, kO}), Rows{});
}

TEST_F(Scans, ClaimsAreFoundFromRowsThatKnowThem) {
  physical::ClaimAccess access;
  access.scan = claims(uses_);
  Node join = node(physical::LookupJoin{values(terms(), {kC}, {{used_}, {used_}, {a_}}), access},
                   {kC, kS, kO});
  EXPECT_EQ(rows(std::move(join), terms()), (Rows{{used_, a_, c_}, {used_, a_, c_}}));
}

TEST_F(Scans, WordsFindEntitiesThatHoldAllOfThem) {
  facts_.update().add_words(a_, "Lithography machine");
  facts_.update().add_words(b_, "machine shop");
  logical::WordSearch search{constant(storage::text_term("MACH lith")), kS, std::nullopt};
  EXPECT_EQ(rows(node(physical::WordSearch{search}, {kS}), terms()), (Rows{{a_}}));
  search.text = constant(storage::text_term("machine"));
  EXPECT_EQ(rows(node(physical::WordSearch{search}, {kS}), terms()), sorted({{a_}, {b_}}));
  Node join =
      node(physical::SearchJoin{values(terms(), {kS}, {{b_}, {c_}, {kNothing}}), search}, {kS});
  EXPECT_EQ(rows(std::move(join), terms()), sorted({{a_}, {b_}, {b_}}));
}

}  // namespace
}  // namespace vouch::test
