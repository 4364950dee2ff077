package problem // planted: docs
