"""transformers' Trainer with our batches, optimiser groups, schedule and dev score."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.optim.lr_scheduler import LambdaLR
from transformers import PreTrainedTokenizerFast, Trainer, TrainerControl, TrainingArguments

from pipeline.labelled import Text
from pipeline.labels import TagSet
from pipeline.spans import Span
from pipeline.training.batching import Batch
from pipeline.training.config import TrainConfig
from pipeline.training.dataset import LengthBatches, TokenDataset, collate
from pipeline.training.device import Precision
from pipeline.training.distributed import from_first
from pipeline.training.loss import TokenLoss
from pipeline.training.metrics import BatchedSession, Scores, find_spans, span_scores, tagger_over
from pipeline.training.optimizers import build_optimizer, parameter_groups
from pipeline.training.rows import IGNORE
from pipeline.training.schedule import Progress, rate

#: [MASK] in the vocabulary of every uncased BERT.
MASK_ID = 103


def training_arguments(
    config: TrainConfig, batch: Batch, work: Path, precision: Precision, on_cpu: bool
) -> TrainingArguments:
    """transformers' arguments from our configuration; checkpoints go to `work`."""
    os.environ.pop("ACCELERATE_MIXED_PRECISION", None)  # of an earlier run in this process
    arguments = TrainingArguments(
        output_dir=str(work),
        seed=config.seed,
        num_train_epochs=config.epochs,
        max_steps=config.max_steps or -1,
        per_device_train_batch_size=batch.micro_batch,
        gradient_accumulation_steps=batch.accumulation,
        learning_rate=config.rate,
        max_grad_norm=config.clip,
        bf16=precision.kind == "bf16",
        fp16=precision.kind == "fp16",
        tf32=precision.tf32 or None,
        gradient_checkpointing=config.gradient_checkpointing,
        gradient_checkpointing_kwargs={"use_reentrant": False},
        # Evaluation, checkpoints: the best of dev is kept besides the last.
        eval_strategy="steps",
        eval_steps=config.eval_steps,
        save_strategy="steps",
        save_steps=config.save_steps,
        save_total_limit=2,
        metric_for_best_model="eval_pii_f1",
        greater_is_better=True,
        load_best_model_at_end=True,
        restore_callback_states_from_checkpoint=True,
        logging_steps=config.logging_steps,
        logging_nan_inf_filter=False,
        # Devices.
        dataloader_num_workers=config.workers,
        dataloader_pin_memory=not on_cpu,
        accelerator_config={"even_batches": False},
        ddp_find_unused_parameters=False,
        use_cpu=on_cpu,
        # We report ourselves.
        report_to=[],
        disable_tqdm=True,
        remove_unused_columns=False,
    )
    if arguments.n_gpu > 1:  # Trainer would use DataParallel: no autocast, one plan for two cards
        arguments._n_gpu = 1
    return arguments


def mask_tokens(ids: torch.Tensor, labels: torch.Tensor, share: float) -> torch.Tensor:
    """`ids` [batch, tokens] with about `share` of the labelled tokens replaced by [MASK];
    specials and padding stay.
    """
    chosen = (torch.rand(ids.shape, device=ids.device) < share) & (labels != IGNORE)
    return torch.where(chosen, MASK_ID, ids)


class TaggerTrainer(Trainer):
    """Trainer over a TokenDataset; `dev` rows are scored as spans at each evaluation."""

    optimizer: torch.optim.Optimizer | None
    lr_scheduler: LambdaLR | None
    control: TrainerControl

    def __init__(
        self,
        config: TrainConfig,
        dataset: TokenDataset,
        dev: list[Text],
        tokenizer: PreTrainedTokenizerFast,
        tag_set: TagSet,
        progress: Progress,
        batch: Batch,
        optimizer_kind: str,
        **kwargs: Any,
    ) -> None:
        self.config, self.dev, self.tag_set, self.progress = config, dev, tag_set, progress
        self.batch, self.optimizer_kind = batch, optimizer_kind
        super().__init__(
            train_dataset=dataset,
            eval_dataset=dataset,  # asked for by Trainer; `evaluate` scores `dev`
            processing_class=tokenizer,
            compute_loss_func=TokenLoss(config.label_smoothing, config.o_weight),
            **kwargs,
        )

    def get_train_dataloader(self) -> torch.utils.data.DataLoader:
        """Batches of like length within the token budget."""
        batches = LengthBatches(
            self.train_dataset.lengths,
            self.batch.micro_batch,
            self.batch.token_budget,
            self.config.seed,
            self.config.group_by_length,
            self.args.world_size,
        )
        loader = torch.utils.data.DataLoader(
            self.train_dataset,
            batch_sampler=batches,
            collate_fn=collate,
            num_workers=self.args.dataloader_num_workers,
            pin_memory=self.args.dataloader_pin_memory,
            persistent_workers=self.args.dataloader_num_workers > 0,
        )
        return self.accelerator.prepare(loader)

    def create_optimizer(self, model: torch.nn.Module | None = None) -> torch.optim.Optimizer:
        """As chosen by `optimizers.choose_optimizer`; no weight decay on biases and norms."""
        if self.optimizer is None:
            config = self.config
            model = model or self.model
            peak, decay = config.rate, config.weight_decay
            groups = parameter_groups(model, peak, decay, config.layer_decay)
            self.optimizer = build_optimizer(
                self.optimizer_kind, groups, peak, config.adam_eps, model
            )
        return self.optimizer

    def create_scheduler(
        self, num_training_steps: int, optimizer: torch.optim.Optimizer | None = None
    ) -> LambdaLR:
        """The learning rate follows `Progress`: by steps, and by the clock where minutes are
        limited.
        """
        if self.lr_scheduler is None:

            def share(step: int) -> float:
                # One step ahead: the first step must not be spent at a rate of 0.
                done = self.progress(step + 1, num_training_steps + 1)
                return rate(done, self.config.schedule, self.config.warmup)

            self.lr_scheduler = LambdaLR(optimizer or self.optimizer, share)
            self._created_lr_scheduler = True
        return self.lr_scheduler

    def training_step(
        self, model: torch.nn.Module, inputs: dict[str, torch.Tensor], *args: Any, **kwargs: Any
    ) -> torch.Tensor:
        """Trainer's step, on inputs of which a share is masked where configured."""
        if self.config.mask_share:
            inputs["input_ids"] = mask_tokens(
                inputs["input_ids"], inputs["labels"], self.config.mask_share
            )
        return super().training_step(model, inputs, *args, **kwargs)

    def evaluate(
        self,
        eval_dataset: Any = None,
        ignore_keys: list[str] | None = None,
        metric_key_prefix: str = "eval",
    ) -> dict[str, float]:
        """Span scores on the dev rows, as eval_pii_f1, eval_pii_precision and so on."""
        began = time.perf_counter()
        # Cards may round in their own way: all processes stop, and choose a model, by one score.
        scores = from_first(self.score(self.dev))
        metrics = {
            f"{metric_key_prefix}_{name.lower()}_{key}": round(values[key], 5)
            for name, values in scores.items()
            for key in ("precision", "recall", "f1")
            if name == "pii" or key == "f1"
        }
        metrics[f"{metric_key_prefix}_seconds"] = round(time.perf_counter() - began, 2)
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(
            self.args, self.state, self.control, metrics
        )
        return metrics

    def find(self, rows: list[Text]) -> list[list[Span]]:
        """The spans that the model finds in `rows`, by the redactor's windows and decoder."""
        tokenizer = self.processing_class.backend_tokenizer
        return find_spans(
            tagger_over(BatchedSession(self), tokenizer, self.config.max_length, self.tag_set), rows
        )

    def score(self, rows: list[Text], found: list[list[Span]] | None = None) -> Scores:
        """Precision, recall and F1 of `rows`, by label and over all PII."""
        gold = [row.spans for row in rows]
        return span_scores(gold, self.find(rows) if found is None else found, self.tag_set.labels)

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> np.ndarray:
        """Logits float32 [batch, tokens, tags] in training precision, with dropout off: the
        redactor's view of us.
        """
        training, device = self.model.training, self.args.device
        self.model.eval()
        try:
            with torch.inference_mode(), self.compute_loss_context_manager():
                ids, mask = (
                    torch.from_numpy(input_ids).to(device),
                    torch.from_numpy(attention_mask).to(device),
                )
                return self.model(input_ids=ids, attention_mask=mask).logits.float().cpu().numpy()
        finally:
            self.model.train(training)
