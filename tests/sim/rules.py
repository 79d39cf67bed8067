"""The constants that hand-computed cases count with.

Recalibration moves the values of the model; it must not move these, or every case would have to be
computed anew. A constant that is not listed here has its value of the model.
"""

from __future__ import annotations

RULES: dict[str, float] = {
    # chips
    "supply": 950000.0, "supply_growth": 2.3, "growth_fading": 33.0, "supply_noise": 0.05,
    "domestic_supply": 30000.0, "domestic_growth": 2.5, "domestic_efficiency": 0.7,
    "domestic_price": 1.15, "rent": 1460.0, "rent_decline": 0.28, "rent_pressure": 0.3,
    "pressure_smoothing": 4.0, "orders_before": 0.05, "seizure_floor": 0.2, "pressure_least": 0.05,
    "pressure_most": 20.0, "contract_priority": 0.5, "delivery_months": 3.0, "prepaid_months": 2.0,
    "cash_for_chips": 0.5, "chip_life": 60.0, "rented_ceiling": 0.3, "rented_premium": 0.3,
    "rented_enforced": 0.7, "smuggled_leak": 0.04, "smuggled_premium": 0.6,
    "smuggled_enforced": 0.8, "seizure_rate": 0.05, "seizure_loss": 0.2,
    # research
    "ideas": 160.0, "research_engine": 0.0, "knowledge_breadth": 30.0,
    "knowledge_hardening": 0.04, "knowledge_overlap": 2.0, "research_pace": 0.25,
    "experiment_reference": 3000000.0, "past_months": 12.0,
    "talent_power": 0.4, "own_power": 0.6, "copy_power": 0.2, "effort_power": 0.65,
    "absorption_least": 0.3, "absorption_full": 0.4, "difficulty_growth": 0.04,
    "difficulty_noise": 0.5, "gain_mean": 0.11, "gain_spread": 0.6, "breakthrough_share": 0.05,
    "breakthrough_gain": 0.95, "breakthrough_spread": 0.8, "breakthrough_difficulty": 4.0,
    "serving_share": 0.25, "serving_gain": 0.14, "scale_share": 0.33, "scale_gain": 0.006,
    "private_exposure": 1.3, "closed_exposure": 40.0, "open_exposure": 70.0,
    "protection_hides": 0.5, "inflow_exposure": 20.0, "star_exposure": 15.0, "automation": 0.5,
    "automation_midpoint": 175.0, "automation_width": 5.0, "automation_compute": 100000.0,
    # training
    "index_per_decade": 7.7, "index_at_reference": 150.0, "flop_reference": 3e+26,
    "training_utilisation": 0.4, "past_compute": 0.6, "testing_loss": 1.2, "testing_share": 0.08,
    "yield_noise": 0.06, "risk": 1.5, "setback_rate": 0.25, "setback_loss": 0.1,
    "size_reference": 200000000000.0, "size_power": 0.35, "size_loss": 7.3, "mini_loss": 3.0,
    "mini_ratio": 8.0, "knowhow_months": 10.0, "post_gain": 0.5, "post_scale": 0.15,
    "post_standard": 0.25, "reasoning_gain": 1.5, "data_weight": 0.15,
    "data_reference": 200000000.0, "data_tokens": 1000000000000000.0, "data_flywheel": 0.3,
    "data_life": 18.0, "data_inflation": 1.3,
    # distillation
    "distil_most": 4.0, "kappa": 0.7, "past_distil": 0.3, "closed_access": 0.85,
    "protection_strength": 0.55, "distil_experiments": 0.25, "distil_tokens": 40000000000.0,
    "undistillable": 0.4, "student_loss": 0.6, "score_bias": 0.35, "generic_half": 4.0,
    "detection_rate": 0.08, "detection_least": 0.3, "ban_months": 9.0, "scandal": 0.25,
    "scandal_keeping": 0.93,
    # release
    "community_gain": 0.03, "community_most": 2.0, "shaken_within": 3.0, "shaken_size": 0.3,
    "shaken_most": 0.8, "shaken_keeping": 0.85, "estimate_noise": 0.2,
    # demand
    "demand_volume": 1.5e+16, "demand_growth": 1.0, "demand_noise": 0.05, "nest_lambda": 0.45,
    "free_price": 0.02, "learning": 0.3, "custom_months": 12.0, "custom_products": 6.0,
    "ensemble_span": 12.0, "chosen_customers": 0.25, "appeal_months": 12.0, "staleness": 0.3,
    "guard_cost": 0.3, "appeal_most": 10.0,
    # serving
    "serving_utilisation": 0.12, "load_free": 0.8, "load_most": 20.0, "load_short": 1.1,
    "load_markup": 0.8, "latency_rise": 4.0, "latency_speed": 0.5, "latency_most": 5.0,
    "own_service": 0.3, "host_markup": 1.35, "host_latency_rise": 0.5, "self_hosting": 0.5,
    "self_hosting_half": 3000000000000000.0, "cache_hit": 0.6, "price_speed": 0.2,
    "elasticity_least": 1.35,
    # finance
    "reinvest": 0.9, "headroom": 0.5, "backing_growth": 2.6, "idle_months": 12.0,
    "backing_least": 0.25, "plan_growth": 2.4, "confidence_most": 0.6, "patron_mood": 0.4,
    "confidence_months": 9.0, "confidence_points": 8.0, "confidence_revenue": 0.4,
    "salary": 900000.0, "salary_abroad": 400000.0, "reserve_months": 3.0, "budget_least": 0.5,
    "shed_most": 0.05, "overdrawn_most": 6.0, "rescue_confidence": -0.2, "rescue_months": 6.0,
    "rescue_price": 0.15, "rescue_cut": 0.2, "merger_keeps": 0.6, "buyer_months": 24.0,
    # talent
    "talent_of_staff": 0.3, "mobility": 0.02, "pull_pay": 0.7, "pull_prestige": 0.25,
    "prestige_points": 8.0, "pull_open": 0.12, "inflow_keeping": 0.75, "star_rate": 0.004,
    "star_talent": 0.06, "star_months": 6.0,
    # affairs
    "affairs": 0.0, "offer_rate": 0.0, "offer_size": 0.15, "offer_premium": 3.0, "offer_fee": 0.5,
    "settle_months": 1.0, "settle_ban": 0.25, "settle_standing": 0.4, "books_standing": 0.8,
    "books_mood": 0.15, "match_months": 60.0, "raise_months": 6.0, "pay_memory": 12.0,
    "envy_pull": 0.25, "enforcement_cost": 1.0e8, "export_fee": 4.0,
    # asleep unless a scenario wakes them
    "serving_shown": 1.0, "run_hurry": 0.0, "star_follows": 0.0,
    # editing
    "editing_margin": 12.0, "editing_generic": 0.5,
}  # fmt: skip
